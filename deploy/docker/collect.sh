#!/bin/sh
# Puts what an image is made of into a directory: deploy/docker/collect.sh SERVICE OUT, in the root of a
# source that is built. OUT/bin has the binary and the link `tertial-main` to it; OUT/packages names the
# Debian packages of the libraries that the binary is linked with.
set -eu
service=$1
out=$2
case $service in
  indicators | workforce | politics | climate | gateway) binary=tertial-$service ;;
  cli) binary=tertial ;;
  *)
    echo "SERVICE is \"$service\"; it is indicators, workforce, politics, climate, gateway or cli" >&2
    exit 2
    ;;
esac

mkdir -p "$out/bin"
strip -o "$out/bin/$binary" "build/bin/$binary"
ln -s "$binary" "$out/bin/tertial-main"

ldd "build/bin/$binary" > "$out/libraries"
if grep 'not found' "$out/libraries" >&2; then exit 1; fi
# dpkg knows a library by where it was installed; on a merged /usr that is /lib or /usr/lib.
sed -n 's/.* => \(\/[^ ]*\) .*/\1/p' "$out/libraries" | while read -r library; do
  dpkg-query -S "$library" 2> /dev/null || dpkg-query -S "/usr$library" 2> /dev/null ||
    dpkg-query -S "${library#/usr}" || { echo "$library is of no package" >&2; exit 1; }
done | sed 's/:.*//' | sort -u > "$out/packages"
rm "$out/libraries"
test -s "$out/packages"
