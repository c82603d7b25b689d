// The one door to CLD2, which is C++.
#include <cstdio>
#include <cld2/public/compact_lang_det.h>
#include <cld2/public/encodings.h>

#include "cld2.h"

struct verdict {
    CLD2::Language language;
    int percent;
    bool sure;
    int valid; // bytes that CLD2 takes; where they are not all, it sets nothing else
};

static verdict detect(const char *text, int len) {
    CLD2::Language best[3] = {CLD2::UNKNOWN_LANGUAGE, CLD2::UNKNOWN_LANGUAGE, CLD2::UNKNOWN_LANGUAGE};
    int percents[3] = {0, 0, 0}, bytes = 0, valid = 0;
    double scores[3] = {0, 0, 0};
    bool sure = false;
    CLD2::CLDHints hints = {nullptr, nullptr, CLD2::UNKNOWN_ENCODING, CLD2::UNKNOWN_LANGUAGE};
    CLD2::ExtDetectLanguageSummaryCheckUTF8(text, len, true, &hints, 0, best, percents, scores, nullptr, &bytes, &sure, &valid);
    return {best[0], percents[0], sure, valid};
}

// CLD2 refuses a text with control characters. Then a stretch without them speaks for all: the first that is half of the text, or the last.
extern "C" const char *cld2_language(const char *text, int len, int *reliable, int *percent) {
    verdict v = detect(text, len);
    for (int at = 0, tries = 0; v.valid < len - at && tries < 16; tries++) {
        if (v.valid > len / 2) {
            v = detect(text + at, v.valid);
            break;
        }
        at += v.valid + 1;
        while (at < len && (text[at] & 0xC0) == 0x80) at++;
        v = detect(text + at, len - at);
    }
    *reliable = v.sure;
    *percent = v.percent;
    return CLD2::LanguageCode(v.language);
}
