/* The laws of extraction on each page of tests/cases/extract; what comes out is compared by tools/run_cases.py. */
#include "fixture.h"
#include <dirent.h>
#include <stdio.h>

static span read_file(const char *path) {
    FILE *file = fopen(path, "rb");
    if (!file) return (span){0};
    char *bytes = malloc(1u << 20);
    size_t len = fread(bytes, 1, 1u << 20, file);
    fclose(file);
    return (span){bytes, len};
}

static void run_case(const char *folder, const char *name) {
    char path[1024];
    snprintf(path, sizeof path, "%s/%s/in.html", folder, name);
    span in = read_file(path);
    page_kind kind = in.ptr ? PAGE_HTML : PAGE_TEXT;
    snprintf(path, sizeof path, "%s/%s/in.txt", folder, name);
    if (!in.ptr) in = read_file(path);
    if (!in.ptr) fail_msg("%s lacks in.html and in.txt", name);
    retold_page *page = page_of(in, kind);
    retold_article *article = extract_page(page), *again = extract_page(page);
    check_article(article, page);
    assert_true(span_equal(article->text, again->text));
    check_own_text(article);
    retold_article_free(again);
    retold_article_free(article);
    retold_page_free(page);
    free((void *)(uintptr_t)in.ptr);
}

static void case_folders(void **state) {
    (void)state;
    const char *folder = RETOLD_SOURCE_DIR "/tests/cases/extract";
    DIR *dir = opendir(folder);
    assert_non_null(dir);
    unsigned cases = 0;
    for (struct dirent *entry; (entry = readdir(dir));) {
        if (entry->d_name[0] == '.') continue;
        cases++;
        run_case(folder, entry->d_name);
    }
    closedir(dir);
    assert_true(cases >= 10);
}

int main(void) {
    const struct CMUnitTest tests[] = {cmocka_unit_test_setup_teardown(case_folders, open_ctx, close_ctx)};
    return cmocka_run_group_tests(tests, NULL, NULL);
}
