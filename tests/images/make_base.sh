#!/bin/sh
# Makes a base for images, as slim as Debian's own: tests/images/make_base.sh IMAGE
set -eu
image=$1
root=$(mktemp -d)
trap 'rm -rf "$root"' EXIT
trap 'exit 1' INT TERM

# Nobody reads manuals in an image.
debootstrap --variant=minbase bookworm "$root" > "$root.log" 2>&1 || { cat "$root.log" >&2; exit 1; }
rm "$root.log"
for excluded in doc man info locale lintian; do
  rm -rf "${root:?}/usr/share/$excluded"/*
  echo "path-exclude /usr/share/$excluded/*" >> "$root/etc/dpkg/dpkg.cfg.d/slim"
done
rm -rf "$root"/var/cache/apt/archives/*.deb "$root"/var/lib/apt/lists/*
tar -C "$root" -c . | podman import - "$image"
