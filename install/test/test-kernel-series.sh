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

test_a_series_that_is_not_there_selects_nothing() {
    expect "" "$(usable | select_kernel 6.1)"
    expect "" "$(usable | select_kernel 9.9)"
}

test_series_that_can_be_had() {
    expect "6.18 6.19 7.1 7.3" "$(usable | series_available)"
}

test_a_broken_release_is_left_out_of_its_series() {
    expect 7.1.3 "$(usable | select_kernel 7.1 | cut -d ' ' -f 1)"
    expect_contains "no scheduler loads" "$(refusal 7.1.13)"
}

test_series_without_sched_ext_are_refused_with_the_reason() {
    expect_contains "without sched_ext" "$(refusal 6.12)"
    expect_contains "without sched_ext" "$(refusal 6.12.94)"
    expect "" "$(refusal 6.16)"
    expect "" "$(refusal 7.3.4)"
}

test_refusals_reach_the_user_without_a_download() {
    expect_contains "without sched_ext" "$(refused schedlab kernel fetch 6.12)"
    expect_contains "no scheduler loads" "$(refused schedlab kernel fetch 7.1.13)"
    expect_contains "neither a series" "$(refused schedlab kernel fetch newest)"
    [ ! -e "$SCHEDLAB_CACHE/apt" ]
}
