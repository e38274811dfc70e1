/* SPDX-License-Identifier: Apache-2.0
 *
 * With back.c a circle of two object files, made for the test that looks for circles.
 */
int there(int times);
int back(int times);

int there(int times) {
    return times > 0 ? back(times - 1) : 0;
}
