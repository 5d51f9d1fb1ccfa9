#include "base/atomic_file.h"

#include <gtest/gtest.h>
#include <sys/resource.h>
#include <sys/stat.h>

#include <csignal>
#include <string>

#include "fixtures/temporary_folder.h"

using namespace stubble;
using fixtures::read_bytes;
using fixtures::TemporaryFolder;

namespace {

std::vector<std::uint8_t> bytes_of(const std::string& text) {
    return {text.begin(), text.end()};
}

std::ptrdiff_t entries(const TemporaryFolder& folder) {
    const auto all = std::filesystem::directory_iterator(folder.path());
    return std::distance(begin(all), end(all));
}

}  // namespace

TEST(AtomicFile, AFileHoldsExactlyItsBytesAndNothingLiesBesideIt) {
    const TemporaryFolder folder;
    for (const std::string& text :
         {std::string("new"), std::string(), std::string(3'000'000, 'x')}) {
        ASSERT_TRUE(write_file_atomically(folder / "a", bytes_of(text)).ok());
        EXPECT_EQ(read_bytes(folder / "a"), bytes_of(text));
        EXPECT_EQ(entries(folder), 1);
    }
}

TEST(AtomicFile, ANewFileHasThePermissionsOfAnyNewFile) {
    const TemporaryFolder folder;
    const mode_t old_mask = ::umask(027);
    ASSERT_TRUE(write_file_atomically(folder / "a", bytes_of("x")).ok());
    ::umask(old_mask);
    struct stat status {};
    ASSERT_EQ(::stat((folder / "a").c_str(), &status), 0);
    EXPECT_EQ(status.st_mode & 0777U, 0640U);
}

TEST(AtomicFile, AFailureLeavesTheOldFileAndNothingBesideIt) {
    const TemporaryFolder folder;
    ASSERT_TRUE(write_file_atomically(folder / "a", bytes_of("old")).ok());
    // A limit on the size of files stands for the full disk.
    rlimit old_limit{};
    getrlimit(RLIMIT_FSIZE, &old_limit);
    const rlimit tight{1000, old_limit.rlim_max};
    std::signal(SIGXFSZ, SIG_IGN);
    setrlimit(RLIMIT_FSIZE, &tight);
    const Status status = write_file_atomically(folder / "a", bytes_of(std::string(5000, 'x')));
    setrlimit(RLIMIT_FSIZE, &old_limit);
    ASSERT_FALSE(status.ok());
    EXPECT_EQ(status.error().where, (folder / "a").string());
    EXPECT_EQ(read_bytes(folder / "a"), bytes_of("old"));
    EXPECT_EQ(entries(folder), 1);
}

TEST(AtomicFile, FoldersAndMissingFoldersAreRefused) {
    const TemporaryFolder folder;
    std::filesystem::create_directory(folder / "b");
    EXPECT_FALSE(write_file_atomically(folder / "b", bytes_of("x")).ok());
    EXPECT_FALSE(write_file_atomically(folder / "missing/a", bytes_of("x")).ok());
    EXPECT_FALSE(write_file_atomically("/proc/a", bytes_of("x")).ok());
    EXPECT_EQ(entries(folder), 1);
}
