/* SPDX-License-Identifier: GPL-2.0-only OR Apache-2.0
 *
 * In the place of glibc's, which is found by way of <features.h> and asks for a 32-bit library where the target is BPF.
 */
