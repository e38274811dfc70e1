#!/usr/bin/env bash
# Two machines out of one, for tests of sweeps on many hosts: network namespaces with a cable each to this host, mount namespaces with a cache and
# a runtime folder of their own; on each slurmd and sshd, here slurmctld, munged and nginx as a store. Needs root.
# usage: cluster.sh start FOLDER | stop FOLDER | kill-node FOLDER NODE | start-node FOLDER NODE | cable FOLDER NODE up|down
set -euo pipefail

readonly NODES=(node1 node2)
readonly SUBNET=10.213.77

verb=$1
folder=$(readlink -m "$2")

address() { case $1 in node1) echo "$SUBNET.11" ;; node2) echo "$SUBNET.12" ;; esac }
# Names of namespaces and cables belong to the whole host; the folder's number keeps two clusters apart.
namespace() { printf 'schedlab-%s\n' "$1"; }

start() {
    mkdir -p "$folder"/{state,spool,keys,http,store,cache,run,log,pid}
    chmod 755 "$folder"
    network
    munge
    slurm_configuration
    ssh_configuration
    http
    slurmctld -f "$folder/slurm.conf" -L "$folder/log/slurmctld.log"
    for node in "${NODES[@]}"; do start_node "$node"; done
    wait_for_nodes
}

network() {
    ip link add schedlab-br type bridge
    ip address add "$SUBNET.1/24" dev schedlab-br
    ip link set schedlab-br up
    local node
    for node in "${NODES[@]}"; do
        ip netns add "$(namespace "$node")"
        ip link add "sl-$node" type veth peer name eth0 netns "$(namespace "$node")"
        ip link set "sl-$node" master schedlab-br up
        ip -n "$(namespace "$node")" address add "$(address "$node")/24" dev eth0
        ip -n "$(namespace "$node")" link set eth0 up
        ip -n "$(namespace "$node")" link set lo up
    done
}

munge() {
    head -c 128 /dev/urandom >"$folder/keys/munge.key"
    chmod 400 "$folder/keys/munge.key"
    munged --force --key-file="$folder/keys/munge.key" --socket="$folder/munge.socket" --pid-file="$folder/pid/munged" \
        --log-file="$folder/log/munged.log" --seed-file="$folder/state/munge.seed" 2>"$folder/log/munged.err"
}

slurm_configuration() {
    cat >"$folder/slurm.conf" <<END
ClusterName=schedlab
SlurmctldHost=$(hostname)($SUBNET.1)
SlurmctldPort=6917
SlurmdPort=6918
SlurmUser=root
AuthType=auth/munge
AuthInfo=socket=$folder/munge.socket
StateSaveLocation=$folder/state
SlurmdSpoolDir=$folder/spool/%n
SlurmctldPidFile=$folder/pid/slurmctld
SlurmdPidFile=$folder/pid/slurmd-%n
SlurmdLogFile=$folder/log/slurmd-%n.log
ProctrackType=proctrack/pgid
TaskPlugin=task/none
SelectType=select/linear
ReturnToService=2
SlurmdTimeout=10
SlurmctldTimeout=10
InactiveLimit=0
KillWait=5
MinJobAge=600
SchedulerParameters=sched_interval=2
NodeName=node1 NodeAddr=$(address node1) CPUs=1 RealMemory=1024 State=UNKNOWN
NodeName=node2 NodeAddr=$(address node2) CPUs=1 RealMemory=1024 State=UNKNOWN
PartitionName=all Nodes=ALL Default=YES MaxTime=INFINITE State=UP
END
}

ssh_configuration() {
    ssh-keygen -q -t ed25519 -N '' -f "$folder/keys/host"
    ssh-keygen -q -t ed25519 -N '' -f "$folder/keys/user"
    cat >"$folder/sshd.conf" <<END
HostKey $folder/keys/host
AuthorizedKeysFile $folder/keys/user.pub
PermitRootLogin yes
StrictModes no
UsePAM no
SetEnv ${CLUSTER_ENVIRONMENT:-SCHEDLAB_CLUSTER=1}
END
    cat >"$folder/ssh.conf" <<END
Host node1
    HostName $(address node1)
Host node2
    HostName $(address node2)
Host *
    IdentityFile $folder/keys/user
    StrictHostKeyChecking no
    UserKnownHostsFile /dev/null
    LogLevel ERROR
END
}

http() {
    mkdir -p "$folder/http/tmp"
    cat >"$folder/nginx.conf" <<END
user root;
worker_processes 1;
pid $folder/pid/nginx;
error_log $folder/log/nginx.log;
events {}
http {
    access_log $folder/log/http.log;
    client_body_temp_path $folder/http/tmp;
    client_max_body_size 512m;
    server {
        listen $SUBNET.1:8077;
        root $folder/http;
        location ~ ^/(ac|cas)/ { dav_methods PUT; create_full_put_path on; }
        location /read-only/ { alias $folder/http/; limit_except GET { deny all; } }
    }
}
END
    nginx -c "$folder/nginx.conf" -e "$folder/log/nginx.log"
}

# The node's cache and runtime folder are memory of its own; only kernels are the host's. usage: start_node NODE
start_node() {
    local node=$1
    mkdir -p "$folder/spool/$node"
    nsenter --net="/run/netns/$(namespace "$node")" unshare --mount --propagation private bash -c '
        set -e
        folder=$1 node=$2 address=$3 kernels=$4 qemu=$5
        mount --bind "$kernels" /mnt
        mount -t tmpfs -o mode=755 none "$folder/cache"
        mkdir "$folder/cache/kernels"
        mount --bind /mnt "$folder/cache/kernels"
        umount /mnt
        mount -t tmpfs none "$folder/run"
        [ -z "$qemu" ] || mount --bind "$qemu" "$(readlink -f /usr/bin/qemu-system-x86_64)"
        mkdir -p /run/sshd
        /usr/sbin/sshd -f "$folder/sshd.conf" -o ListenAddress="$address" -o PidFile="$folder/pid/sshd-$node"
        slurmd -f "$folder/slurm.conf" -N "$node"
        sleep infinity & echo $! >"$folder/pid/mount-$node"
    ' - "$folder" "$node" "$(address "$node")" "${CLUSTER_KERNELS:?}" "$(other_qemu "$node")" >"$folder/log/start-$node" 2>&1 </dev/null
}

# Another QEMU for a node, if one was asked for: CLUSTER_QEMU=node2=/path
other_qemu() {
    case ${CLUSTER_QEMU:-} in "$1="*) printf '%s\n' "${CLUSTER_QEMU#*=}" ;; esac
}

wait_for_nodes() {
    local tries
    for tries in $(seq 60); do
        [ "$(SLURM_CONF=$folder/slurm.conf sinfo -h -N -o %T 2>/dev/null | grep -c idle)" -lt 2 ] || return 0
        sleep 0.5
    done
    echo "the nodes did not come up within $((tries / 2)) s: $(SLURM_CONF=$folder/slurm.conf sinfo -N 2>&1)" >&2
    return 1
}

# Everything that runs in a node's network. usage: node_processes NODE
node_processes() { ip netns pids "$(namespace "$1")" 2>/dev/null || true; }

kill_node() {
    local process
    for process in $(node_processes "$1"); do kill -9 "$process" 2>/dev/null || true; done
}

stop() {
    local node name
    for node in "${NODES[@]}"; do kill_node "$node"; done
    for name in slurmctld munged nginx; do
        [ ! -s "$folder/pid/$name" ] || kill "$(cat "$folder/pid/$name")" 2>/dev/null || true
    done
    for node in "${NODES[@]}"; do ip netns delete "$(namespace "$node")" 2>/dev/null || true; done
    ip link delete schedlab-br 2>/dev/null || true
}

case $verb in
start) start ;;
stop) stop ;;
kill-node) kill_node "$3" ;;
start-node) start_node "$3" ;;
cable) ip link set "sl-$3" "$4" ;;
*)
    echo "cluster.sh: there is no '$verb'" >&2
    exit 2
    ;;
esac
