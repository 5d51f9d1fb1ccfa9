#include "base/check.h"

#include <cstdio>
#include <cstdlib>

namespace stubble::detail {

void check_failed(const char* file, int line, const char* condition) {
    std::fprintf(stderr, "stubble: internal error: %s:%d: %s does not hold\n", file, line,
                 condition);
    std::abort();
}

}  // namespace stubble::detail
