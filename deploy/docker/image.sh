#!/bin/sh
# Builds the images of all services and of the command, and tells how large they are:
#
#   deploy/docker/image.sh [SERVICE…]     all of them where none is named
#   deploy/docker/image.sh --tag          prints the tag, and builds nothing
#
# With buildah, podman or docker, whichever is there (IMAGE_TOOL names one). IMAGE_PREFIX stands before
# their names ("registry.example.org/tertial/"), IMAGE_TAG behind them: the version and the revision of
# the source, where it is not given. IMAGE_BASE is another base than Debian's slim image.
set -eu
cd "$(dirname "$0")/../.."

version=$(sed -n 's/^project(tertial VERSION \([0-9.]*\).*/\1/p' CMakeLists.txt)
revision=$(git rev-parse --short=7 HEAD)
if [ -n "$(git status --porcelain)" ]; then revision=$revision.changed; fi
tag=${IMAGE_TAG:-$version-$revision}
if [ "${1:-}" = --tag ]; then
  echo "$tag"
  exit
fi

tool=${IMAGE_TOOL:-}
for known in buildah podman docker; do
  if [ -z "$tool" ] && command -v "$known" > /dev/null; then tool=$known; fi
done
case $tool in
  # Stages that images share are built once.
  buildah) build="buildah build --layers" ;;
  podman) build="podman build --layers" ;;
  # Debian's docker builds without BuildKit, and so without mounts, unless it is told to.
  docker) build="env DOCKER_BUILDKIT=1 docker build" ;;
  "")
    echo "Neither buildah nor podman nor docker is there; install one of them." >&2
    exit 1
    ;;
  *)
    echo "IMAGE_TOOL is \"$tool\"; it is buildah, podman or docker" >&2
    exit 2
    ;;
esac

for service in ${*:-indicators workforce politics climate gateway cli}; do
  image=${IMAGE_PREFIX:-}tertial-$service:$tag
  # shellcheck disable=SC2086 # a list of words
  $build -f deploy/docker/Dockerfile -t "$image" \
    ${IMAGE_BASE:+--build-arg BASE="$IMAGE_BASE"} --build-arg SERVICE="$service" \
    --build-arg VERSION="$version" --build-arg REVISION="$revision" .
  built="${built:-} $image"
done

for image in $built; do
  case $tool in
    buildah) size=$(buildah images --format '{{.Size}}' "$image") ;;
    *) size=$("$tool" image inspect --format '{{.Size}} bytes' "$image") ;;
  esac
  echo "$image $size"
done
