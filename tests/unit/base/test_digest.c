/* SPDX-License-Identifier: Apache-2.0 */
#include "base/digest.h"
#include "unit.h"

/* FIPS 180-4, the examples of one block and of the empty message. */
static void test_digest_sha256_of_known_messages(void **state)
{
    (void)state;
    char text[BW_SHA256_TEXT];
    bw_digest_sha256("abc", 3, text);
    assert_string_equal(
        text, "ba7816bf8f01cfea414140de5dae2223b00361a396177a9cb410ff61f20015ad");
    bw_digest_sha256("", 0, text);
    assert_string_equal(
        text, "e3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855");
}

/* XXH3 is stable since xxHash 0.8.0; stream numbers and journals rest on these values.
 */
static void test_digest_hash64_does_not_change(void **state)
{
    (void)state;
    assert_true(bw_digest_hash64("", 0) == UINT64_C(0x2d06800538d394c2));
    assert_true(bw_digest_hash64("abc", 3) == UINT64_C(0x78af5f94892f3950));
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(test_digest_sha256_of_known_messages),
        cmocka_unit_test(test_digest_hash64_does_not_change),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
