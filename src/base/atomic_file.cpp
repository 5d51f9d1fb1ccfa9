#include "base/atomic_file.h"

#include <fcntl.h>
#include <sys/stat.h>
#include <unistd.h>

#include <cerrno>
#include <cstring>
#include <string>

namespace stubble {
namespace {

// A new file beside the target; removed again unless it was renamed to the target.
class FileBeside {
public:
    explicit FileBeside(const std::filesystem::path& target) : name_(target.string() + ".XXXXXX") {
        descriptor_ = mkstemp(name_.data());
    }
    FileBeside(const FileBeside&) = delete;
    FileBeside& operator=(const FileBeside&) = delete;
    ~FileBeside() {
        if (descriptor_ >= 0) {
            ::close(descriptor_);
        }
        if (exists_) {
            ::unlink(name_.c_str());
        }
    }

    // False with errno set.
    bool write(std::span<const std::uint8_t> bytes) {
        exists_ = descriptor_ >= 0;
        if (!exists_) {
            return false;
        }
        while (!bytes.empty()) {
            const ssize_t written = ::write(descriptor_, bytes.data(), bytes.size());
            if (written < 0 && errno != EINTR) {
                return false;
            }
            bytes = bytes.subspan(static_cast<std::size_t>(written < 0 ? 0 : written));
        }
        // mkstemp gives 0600: the file gets the permissions that any new file gets.
        const mode_t mask = ::umask(0);
        ::umask(mask);
        return ::fchmod(descriptor_, 0666 & ~mask) == 0 && ::fsync(descriptor_) == 0;
    }

    bool rename_to(const std::filesystem::path& target) {
        const bool done = ::rename(name_.c_str(), target.c_str()) == 0;
        exists_ = !done;
        return done;
    }

private:
    std::string name_;
    int descriptor_ = -1;
    bool exists_ = false;
};

}  // namespace

Status write_file_atomically(const std::filesystem::path& path,
                             std::span<const std::uint8_t> bytes) {
    std::error_code ignored;
    if (std::filesystem::is_directory(path, ignored)) {
        return Error{path.string(), "is a folder", "give the name of a file"};
    }
    FileBeside file(path);
    if (!file.write(bytes) || !file.rename_to(path)) {
        return Error{path.string(), std::string("cannot be written: ") + std::strerror(errno),
                     "check the folder, its permissions and the free space"};
    }
    return Done{};
}

}  // namespace stubble
