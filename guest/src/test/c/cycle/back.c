/* SPDX-License-Identifier: Apache-2.0 */
int there(int times);
int back(int times);

int back(int times) {
    return times > 0 ? there(times - 1) : 1;
}
