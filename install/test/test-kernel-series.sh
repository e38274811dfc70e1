# Which kernel is taken from a list of packages.
# shellcheck shell=bash

# shellcheck source=install/kernel-series.sh
. "$SCHEDLAB_HOME/install/kernel-series.sh"

names() {
    cat <<'END'
linux-image-6.12.94+deb13-cloud-amd64
linux-image-6.18.9+deb13-cloud-amd64
linux-image-6.18.15+deb13-cloud-amd64
linux-image-6.18.15+deb13-cloud-amd64-dbg
linux-image-6.18.15+deb13-amd64
linux-image-6.18.15+deb13-cloud-arm64
linux-image-cloud-amd64
linux-headers-6.18.15+deb13-cloud-amd64
linux-image-6.19.14+deb13-cloud-amd64
linux-binary-6.19.14+deb13-cloud-amd64
linux-binary-7.1.3+deb13-cloud-amd64
linux-binary-7.1.13+deb13-cloud-amd64
linux-binary-7.3.4+deb13-cloud-amd64
linux-image-7.3.4+deb13-cloud-amd64
END
}

usable() { names | kernel_packages | usable_kernels; }

test_newest_of_a_series_by_version_not_by_text() {
    expect "6.18.15 6.18.15+deb13-cloud-amd64 linux-image-6.18.15+deb13-cloud-amd64" "$(usable | select_kernel 6.18)"
}

test_from_6_19_on_the_binary_package_holds_the_kernel() {
    expect "6.19.14 6.19.14+deb13-cloud-amd64 linux-binary-6.19.14+deb13-cloud-amd64" "$(usable | select_kernel 6.19)"
    expect "7.3.4 7.3.4+deb13-cloud-amd64 linux-binary-7.3.4+deb13-cloud-amd64" "$(usable | select_kernel 7.3)"
}

test_a_version_and_a_release_select_one() {
    expect 6.18.9 "$(usable | select_kernel 6.18.9 | cut -d ' ' -f 1)"
    expect 6.18.9 "$(usable | select_kernel 6.18.9+deb13-cloud-amd64 | cut -d ' ' -f 1)"
}

older() {
    kernel_packages <<'END'
linux-image-6.1.0-9-cloud-amd64
linux-image-6.1.0-56-cloud-amd64
linux-image-6.1.0-57-rt-amd64
linux-image-6.1.0-57-cloud-amd64-unsigned
linux-image-6.1.0-57-amd64
linux-image-6.12-cloud-amd64
END
}

test_of_one_version_the_newest_build_is_taken() {
    expect "6.1.0 6.1.0-56-cloud-amd64 linux-image-6.1.0-56-cloud-amd64" "$(older | select_kernel 6.1)"
    expect "6.1.0-56-cloud-amd64" "$(older | select_kernel 6.1.0 | cut -d ' ' -f 2)"
    expect "6.1.0-9-cloud-amd64" "$(older | select_kernel 6.1.0-9-cloud-amd64 | cut -d ' ' -f 2)"
}

test_a_real_time_kernel_is_meant_by_its_release_alone() {
    expect "6.1.0-57-rt-amd64" "$(older | select_kernel 6.1.0-57-rt-amd64 | cut -d ' ' -f 2)"
    expect "" "$(older | grep -e -rt- | select_kernel 6.1)"
}

test_a_series_that_is_not_there_selects_nothing() {
    expect "" "$(usable | select_kernel 6.1)"
    expect "" "$(usable | select_kernel 9.9)"
}

test_series_that_can_be_had() {
    expect "6.12 6.18 6.19 7.1 7.3" "$(usable | series_available)"
}

test_of_a_series_the_one_that_lacks_least_is_taken() {
    expect 7.1.3 "$(usable | select_kernel 7.1 | cut -d ' ' -f 1)"
    expect 7.1.13 "$(usable | select_kernel 7.1.13 | cut -d ' ' -f 1)"
    expect 7.2.6 "$(printf '%s x y\n' 7.2.6 7.2.9 7.2.11 7.2.12 | select_kernel 7.2 | cut -d ' ' -f 1)"
    expect 7.2.13 "$(printf '%s x y\n' 7.2.6 7.2.12 7.2.13 | select_kernel 7.2 | cut -d ' ' -f 1)"
}

test_what_a_kernel_lacks_is_said() {
    expect "no scheduler of schedlab loads: it lacks bpf_iter_scx_dsq_new scx_bpf_create_dsq scx_bpf_error_bstr scx_bpf_kick_cpu" \
        "$(kernel_note 7.2.12)"
    expect_contains "not every scheduler loads: it lacks bpf_iter_scx_dsq_new" "$(kernel_note 7.1.3)"
    expect_contains "lacks 15 functions of sched_ext, none" "$(kernel_note 7.2.6)"
    expect "" "$(kernel_note 6.18.15)"
    expect "" "$(kernel_note 7.3.4)"
}

test_what_was_read_off_a_kernel_in_the_cache_goes_before_the_list() {
    mkdir -p "$SCHEDLAB_CACHE/kernels/7.2.12+deb13-cloud-amd64" "$SCHEDLAB_CACHE/kernels/7.3.9+deb13-cloud-amd64"
    : >"$SCHEDLAB_CACHE/kernels/7.2.12+deb13-cloud-amd64/uncallable-functions"
    printf 'scx_bpf_create_dsq\nscx_bpf_now\n' >"$SCHEDLAB_CACHE/kernels/7.3.9+deb13-cloud-amd64/uncallable-functions"
    expect "" "$(kernel_note 7.2.12)"
    expect "no scheduler of schedlab loads: it lacks scx_bpf_create_dsq" "$(kernel_note 7.3.9)"
}

test_versions_of_a_series() {
    expect "7.1.3 7.1.13" "$(usable | versions_of_series 7.1)"
    expect "" "$(usable | versions_of_series 7.2)"
}

test_series_without_sched_ext_are_noted_and_older_ones_refused() {
    expect_contains "no sched_ext" "$(kernel_note 6.12.94)"
    expect_contains "no sched_ext" "$(kernel_note 6.1.0)"
    expect "" "$(refusal 6.12)"
    expect "" "$(refusal 6.1.0)"
    expect_contains "older than 6.1" "$(refusal 5.10.0)"
    expect "" "$(refusal 6.16)"
    expect "" "$(refusal 7.3.4)"
}

test_refusals_reach_the_user_without_a_download() {
    expect_contains "older than 6.1" "$(refused schedlab kernel fetch 5.10)"
    expect_contains "neither a series" "$(refused schedlab kernel fetch newest)"
    [ ! -e "$SCHEDLAB_CACHE/apt" ]
}
