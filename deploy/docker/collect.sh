#!/bin/sh
# Puts what an image is made of into a directory: deploy/docker/collect.sh SERVICE OUT, in the root of a
# source that is built. OUT/bin has the binary and the link `tertial-main` to it; OUT/packages names the
# Debian packages of the libraries that it is linked with. The command comes with the services: to
# verify a backup it has them restore it.
set -eu
service=$1
out=$2
services="tertial-indicators tertial-workforce tertial-politics tertial-climate tertial-gateway"
case $service in
  indicators | workforce | politics | climate | gateway) main=tertial-$service binaries=$main ;;
  cli) main=tertial binaries="tertial $services" ;;
  *)
    echo "SERVICE is \"$service\"; it is indicators, workforce, politics, climate, gateway or cli" >&2
    exit 2
    ;;
esac

mkdir -p "$out/bin"
for binary in $binaries; do
  strip -o "$out/bin/$binary" "build/bin/$binary"
  ldd "build/bin/$binary"
done > "$out/libraries"
ln -s "$main" "$out/bin/tertial-main"

if grep 'not found' "$out/libraries" >&2; then exit 1; fi
# dpkg knows a library by where it was installed; on a merged /usr that is /lib or /usr/lib.
sed -n 's/.* => \(\/[^ ]*\) .*/\1/p' "$out/libraries" | sort -u > "$out/paths"
while read -r library; do
  dpkg-query -S "$library" 2> /dev/null || dpkg-query -S "/usr$library" 2> /dev/null ||
    dpkg-query -S "${library#/usr}" || { echo "$library is of no package" >&2; exit 1; }
done < "$out/paths" > "$out/owners"
sed 's/:.*//' "$out/owners" | sort -u > "$out/packages"
rm "$out/libraries" "$out/paths" "$out/owners"
test -s "$out/packages"
