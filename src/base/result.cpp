#include "base/result.h"

namespace stubble {

std::string Error::line() const {
    std::string text = where + ": " + cause + "; " + remedy;
    // File names come from outside: a line break or control character in one must not break the
    // one-line promise.
    for (char& c : text) {
        if (static_cast<unsigned char>(c) < 0x20 || c == 0x7f) {
            c = '?';
        }
    }
    return text;
}

}  // namespace stubble
