#!/bin/bash
# The system in containers on one machine, by podman: the images of `make image`, with the flags and the
# policy of deploy/k8s/base, mTLS by a test authority, and an internal network. It runs as root, since what
# is mounted is given to the containers' user, and takes the images from podman's store; those that docker
# has built are handed over by `docker save IMAGE | podman load` (IMAGE_PREFIX=docker.io/library/ then).
#
#   deploy/docker/containers.sh up              starts what does not run, and waits until all serve
#   deploy/docker/containers.sh tertial …       the command `tertial`, as the caller "cli"; data/ is /data,
#                                               and /srv/backup the volume of the backups
#   deploy/docker/containers.sh restart NAME…   stops containers in order and starts them again, one by one
#   deploy/docker/containers.sh stop            stops all; the data stay
#   deploy/docker/containers.sh down            removes containers, network, certificates and data
#
# The containers are workforce, politics, climate, indicators, editions, gateway-1 and gateway-2.
# IMAGE_PREFIX and IMAGE_TAG are as in image.sh. CONTAINERS is where configuration and certificates are
# kept (var/containers), PROJECT what stands before the names of containers, volumes and the network.
set -euo pipefail
cd "$(dirname "$0")/../.."

prefix=${IMAGE_PREFIX:-localhost/}
tag=${IMAGE_TAG:-$(deploy/docker/image.sh --tag)}
project=${PROJECT:-tertial}
directory=$(realpath -m "${CONTAINERS:-var/containers}")
# Data services before those that follow them.
names=(workforce politics climate indicators editions gateway-1 gateway-2)
# A container may do what a pod of deploy/k8s may.
narrow=(--read-only --read-only-tmpfs=false --cap-drop all --security-opt no-new-privileges --user 10001:10001)
# Longer than notice and drain of the flags.
patience=60

refuse() {
  echo "$1" >&2
  exit 2
}

require_root() {
  [ "$(id -u)" = 0 ] || refuse "Run deploy/docker/containers.sh as root."
  command -v podman > /dev/null || refuse "podman is not there; install it."
}

require_images() {
  local service
  for service in indicators workforce politics climate gateway cli; do
    podman image exists "${prefix}tertial-$service:$tag" ||
      refuse "podman has no image ${prefix}tertial-$service:$tag; \`make image\` makes it (IMAGE_PREFIX, IMAGE_TAG)."
  done
}

part_of() { echo "${1%-[0-9]}"; }

binary_of() {
  case $1 in
    editions) echo gateway ;;
    *) part_of "$1" ;;
  esac
}

# The name by which others know it.
host_of() { echo "$(part_of "$1").tertial.svc"; }

# Each has an address that stays while it is away, as a Service has in Kubernetes: a name that leads
# nowhere for a while is looked up again only after up to two minutes.
address_of() {
  local subnet place
  subnet=$(podman network inspect --format '{{(index .Subnets 0).Subnet}}' "$project")
  for ((place = 0; place < ${#names[@]}; ++place)); do
    if [ "${names[place]}" = "$1" ]; then echo "${subnet%.*}.$((100 + place))"; fi
  done
}

# The names of all, with their addresses, for the hosts file of a container.
known_hosts() {
  local name
  for name in "${names[@]}"; do echo --add-host "$(host_of "$name"):$(address_of "$name")"; done
}

command_line() {
  # shellcheck disable=SC2046 # words
  podman run --rm -i --network "$project" $(known_hosts) "${narrow[@]}" --tmpfs /tmp \
    --volume "$directory/cli:/etc/tertial:ro" --volume "$PWD/data:/data:ro" \
    --volume "$project-backups:/srv/backup:U" --env TMPDIR=/tmp \
    --env TERTIAL_GATEWAY="$(host_of gateway):7400" \
    --env TERTIAL_TLS_CERTIFICATE=/etc/tertial/tls/tls.crt \
    --env TERTIAL_TLS_KEY=/etc/tertial/tls/tls.key --env TERTIAL_TLS_CA=/etc/tertial/tls/ca.crt \
    "${prefix}tertial-cli:$tag" "$@"
}

make_certificates() {
  local hosts
  [ ! -e "$directory/certificates/ca.pem" ] || return 0
  hosts=$(for name in "${names[@]}"; do host_of "$name"; done | sort -u | paste -sd,)
  install -d -o 10001 -g 10001 -m 0700 "$directory/certificates"
  podman run --rm --network none "${narrow[@]}" --volume "$directory/certificates:/certificates" \
    "${prefix}tertial-cli:$tag" dev-certs --out /certificates --hosts "$hosts" --callers editions,backup \
    > /dev/null
}

# What a pod of that name finds below /etc/tertial.
configure() {
  local to="$directory/$1"
  install -d -m 0700 "$to" "$to/tls" "$to/areas"
  install -m 0600 "$directory/certificates/$1.pem" "$to/tls/tls.crt"
  install -m 0600 "$directory/certificates/$1.key" "$to/tls/tls.key"
  install -m 0600 "$directory/certificates/ca.pem" "$to/tls/ca.crt"
  if [ -e "deploy/k8s/base/flags/$1.flags" ]; then
    install -m 0600 "deploy/k8s/base/flags/$1.flags" "$to/flags"
    install -m 0600 deploy/k8s/base/policy.json "$to/policy.json"
    install -m 0600 data/areas/*.csv "$to/areas/"
  fi
  chown -R 10001:10001 "$to"
}

# A container stays as it was made: to change it, `down` or `podman rm` comes first.
start() {
  local name=$1 binary backups=(--volume "$project-backups:/srv/backup:U")
  if podman container exists "$project-$name"; then
    podman start "$project-$name" > /dev/null
    return
  fi
  binary=$(binary_of "$name")
  # Who has a store copies it there.
  case $name in gateway-*) backups=() ;; esac
  # shellcheck disable=SC2046 # words
  podman run --detach --name "$project-$name" --hostname "$name" --network "$project" \
    --ip "$(address_of "$name")" $(known_hosts) --network-alias "$(host_of "$name")" "${narrow[@]}" \
    --stop-timeout "$patience" --volume "$project-$name:/var/lib/tertial:U" "${backups[@]}" \
    --volume "$directory/$(part_of "$name"):/etc/tertial:ro" \
    "${prefix}tertial-$binary:$tag" --config=/etc/tertial/flags > /dev/null
}

# Returns when `tertial status` says that each of them serves, 3 when one does not within a minute.
await_serving() {
  local end=$((SECONDS + 60))
  until command_line status > "$directory/status" 2>&1; do
    [ "$SECONDS" -lt "$end" ] || { cat "$directory/status" >&2; return 3; }
    sleep 1
  done
}

up() {
  local name
  mkdir -p "$directory"
  podman network exists "$project" || podman network create --internal "$project" > /dev/null
  make_certificates
  for name in "${names[@]}" backup cli; do configure "$(part_of "$name")"; done
  for name in "${names[@]}"; do start "$name"; done
  await_serving
}

# Data services last, so that nobody follows one that is gone.
stop() {
  local place
  for ((place = ${#names[@]} - 1; place >= 0; --place)); do
    podman stop --ignore "$project-${names[place]}" > /dev/null
  done
}

restart() {
  local name
  for name; do
    podman stop "$project-$name" > /dev/null
    start "$name"
    await_serving
  done
}

down() {
  local name
  for name in "${names[@]}"; do
    podman rm --force --ignore --time "$patience" "$project-$name" > /dev/null
    podman volume rm --force "$project-$name" > /dev/null
  done
  podman volume rm --force "$project-backups" > /dev/null
  podman network rm --force "$project" > /dev/null
  rm -rf "$directory"
}

case ${1:-} in
  up | tertial | restart) require_root && require_images ;;
  stop | down) require_root ;;
esac
case ${1:-} in
  up | stop | down) "$1" ;;
  restart) restart "${@:2}" ;;
  tertial) command_line "${@:2}" ;;
  *)
    sed -n '2,16s/^# \{0,1\}//p' "$0" >&2
    exit 2
    ;;
esac
