#!/bin/sh
# Builds the images and runs the system in containers: see test_images.py. For half an hour and more,
# since the images are built from the source.
#
#   tests/images/run.sh
#
# IMAGE_BASE is the base of the images. Where it is not given and Debian's cannot be pulled, one is made
# by debootstrap.
set -eu
cd "$(dirname "$0")/../.."
CONTAINERS_CONF=$PWD/tests/images/containers.conf
export CONTAINERS_CONF

debian=docker.io/library/debian:bookworm-slim
made=localhost/tertial-base:bookworm
if [ -z "${IMAGE_BASE:-}" ] && ! podman image exists "$debian" && ! timeout 60 podman pull -q "$debian"; then
  podman image exists "$made" || tests/images/make_base.sh "$made"
  IMAGE_BASE=$made
fi
export IMAGE_BASE="${IMAGE_BASE:-$debian}"
python3 -B -m unittest discover -v -s tests/images
