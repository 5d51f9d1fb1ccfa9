#include "scalp/head_cache.h"

#include <gtest/gtest.h>
#include <stdlib.h>
#include <sys/resource.h>
#include <sys/wait.h>
#include <unistd.h>

#include <algorithm>
#include <chrono>
#include <csignal>
#include <set>
#include <string>
#include <vector>

#include "base/atomic_file.h"
#include "base/random.h"
#include "fixtures/temporary_folder.h"

using namespace stubble;
using namespace stubble::fixtures;

namespace {

namespace fs = std::filesystem;

constexpr HeadResolution draft = HeadResolution::Draft;

HeadCacheOptions cache_in(const fs::path& folder) {
    HeadCacheOptions options;
    options.folder = folder;
    return options;
}

AskedMeasures circumference(double mm) {
    AskedMeasures asked;
    asked.circumference_mm = mm;
    return asked;
}

PreparedHead prepared(const AskedMeasures& asked, const HeadCacheOptions& options) {
    return load_or_make_head(asked, draft, "plan.json", options).value();
}

// Made once; what a test needs to know of it is copied from its file.
struct KnownHead {
    AskedMeasures asked = circumference(571.25);
    PreparedHead head;
    std::string file_name;
    std::vector<std::uint8_t> bytes;
};

std::vector<fs::path> files_in(const fs::path& folder) {
    std::vector<fs::path> files;
    if (fs::is_directory(folder)) {
        for (const fs::directory_entry& entry : fs::directory_iterator(folder)) {
            files.push_back(entry.path());
        }
    }
    return files;
}

const KnownHead& known_head() {
    static const KnownHead known = [] {
        const TemporaryFolder folder;
        KnownHead made;
        made.head = prepared(made.asked, cache_in(folder.path()));
        const fs::path file = files_in(folder.path()).at(0);
        made.file_name = file.filename().string();
        made.bytes = read_bytes(file);
        return made;
    }();
    return known;
}

void expect_same(const PreparedHead& a, const PreparedHead& b) {
    EXPECT_EQ(a.fitted.shape, b.fitted.shape);
    EXPECT_EQ(a.fitted.measures.circumference, b.fitted.measures.circumference);
    EXPECT_EQ(a.fitted.measures.neck, b.fitted.measures.neck);
    EXPECT_EQ(a.fitted.contradictions, b.fitted.contradictions);
    ASSERT_EQ(a.fitted.report.size(), b.fitted.report.size());
    for (std::size_t i = 0; i < a.fitted.report.size(); ++i) {
        EXPECT_EQ(a.fitted.report[i].name, b.fitted.report[i].name);
        EXPECT_EQ(a.fitted.report[i].asked_mm, b.fitted.report[i].asked_mm);
        EXPECT_EQ(a.fitted.report[i].obtained_mm, b.fitted.report[i].obtained_mm);
    }
    EXPECT_TRUE(a.mesh.mesh.vertices_mm == b.mesh.mesh.vertices_mm);
    EXPECT_TRUE(a.mesh.mesh.triangles == b.mesh.mesh.triangles);
    EXPECT_TRUE(a.mesh.normals == b.mesh.normals);
}

bool is_kept(const TemporaryFolder& folder) {
    return kept_head(known_head().asked, draft, cache_in(folder.path())).has_value();
}

void age(const fs::path& file, int hours) {
    fs::last_write_time(file, fs::file_time_type::clock::now() - std::chrono::hours(hours));
}

// Sets a variable of the environment and puts the old value back.
class Environment {
public:
    Environment(const char* name, const std::string& value) : name_(name) {
        if (const char* old = std::getenv(name)) {
            old_ = old;
        }
        ::setenv(name, value.c_str(), 1);
    }
    Environment(const Environment&) = delete;
    Environment& operator=(const Environment&) = delete;
    ~Environment() {
        if (old_) {
            ::setenv(name_, old_->c_str(), 1);
        } else {
            ::unsetenv(name_);
        }
    }

private:
    const char* name_;
    std::optional<std::string> old_;
};

}  // namespace

TEST(HeadCache, AHeadAskedForAgainIsReadAndTheSame) {
    const TemporaryFolder folder;
    EXPECT_FALSE(is_kept(folder));
    EXPECT_FALSE(known_head().head.was_kept);
    write_bytes(folder / known_head().file_name, known_head().bytes);
    const PreparedHead again = prepared(known_head().asked, cache_in(folder.path()));
    EXPECT_TRUE(again.was_kept);
    expect_same(again, known_head().head);
    EXPECT_EQ(files_in(folder.path()).size(), 1U);
}

TEST(HeadCache, AHeadMadeWithoutACacheIsTheSame) {
    HeadCacheOptions none;
    none.is_used = false;
    none.folder = "/nowhere";
    const PreparedHead head = prepared(known_head().asked, none);
    EXPECT_FALSE(head.was_kept);
    expect_same(head, known_head().head);
    EXPECT_FALSE(fs::exists("/nowhere"));
}

// Each of these must have a file of its own.
TEST(HeadCache, OtherMeasuresAndResolutionsAreOtherHeads) {
    const TemporaryFolder folder;
    write_bytes(folder / known_head().file_name, known_head().bytes);
    const HeadCacheOptions options = cache_in(folder.path());
    AskedMeasures other = known_head().asked;
    other.taped_over_hair = true;
    EXPECT_FALSE(kept_head(other, draft, options).has_value());
    other = known_head().asked;
    other.sex = Sex::Female;
    EXPECT_FALSE(kept_head(other, draft, options).has_value());
    EXPECT_FALSE(kept_head(known_head().asked, HeadResolution::Full, options).has_value());
    for (const auto measure :
         {&AskedMeasures::circumference_mm, &AskedMeasures::length_mm, &AskedMeasures::breadth_mm,
          &AskedMeasures::tragion_top_mm, &AskedMeasures::coronal_arc_mm,
          &AskedMeasures::sagittal_arc_mm, &AskedMeasures::menton_sellion_mm,
          &AskedMeasures::bizygomatic_mm, &AskedMeasures::neck_mm, &AskedMeasures::ear_length_mm}) {
        other = known_head().asked;
        other.*measure = 571.2500001;
        EXPECT_FALSE(kept_head(other, draft, options).has_value());
    }
    EXPECT_TRUE(is_kept(folder));
}

TEST(HeadCache, AFileCutShortIsNoHead) {
    const TemporaryFolder folder;
    const std::vector<std::uint8_t>& bytes = known_head().bytes;
    for (std::size_t percent = 0; percent < 100; ++percent) {
        write_bytes(folder / known_head().file_name,
                    std::span(bytes).first(bytes.size() * percent / 100));
        EXPECT_FALSE(is_kept(folder)) << percent;
    }
    for (const std::size_t missing : {1U, 4U, 8U, 9U, 100U}) {
        write_bytes(folder / known_head().file_name,
                    std::span(bytes).first(bytes.size() - missing));
        EXPECT_FALSE(is_kept(folder)) << missing;
    }
}

TEST(HeadCache, AFlippedBitIsNoticedWhereverItIs) {
    const TemporaryFolder folder;
    std::vector<std::uint8_t> bytes = known_head().bytes;
    for (std::uint64_t i = 0; i < 300; ++i) {
        // The first 200 bytes one by one (version, key, counts), then anywhere.
        const std::size_t place = i < 200 ? i : hash64(1, i) % bytes.size();
        const auto bit = static_cast<std::uint8_t>(1U << (hash64(2, i) % 8));
        bytes[place] ^= bit;
        write_bytes(folder / known_head().file_name, bytes);
        EXPECT_FALSE(is_kept(folder)) << place;
        bytes[place] ^= bit;
    }
    write_bytes(folder / known_head().file_name, bytes);
    EXPECT_TRUE(is_kept(folder));
}

TEST(HeadCache, BytesBehindTheEndAreNoticed) {
    const TemporaryFolder folder;
    std::vector<std::uint8_t> bytes = known_head().bytes;
    bytes.push_back(0);
    write_bytes(folder / known_head().file_name, bytes);
    EXPECT_FALSE(is_kept(folder));
}

TEST(HeadCache, ADamagedFileIsMadeAnewAndMended) {
    const TemporaryFolder folder;
    std::vector<std::uint8_t> bytes = known_head().bytes;
    bytes[bytes.size() / 2] ^= 1U;
    write_bytes(folder / known_head().file_name, bytes);
    const PreparedHead head = prepared(known_head().asked, cache_in(folder.path()));
    EXPECT_FALSE(head.was_kept);
    expect_same(head, known_head().head);
    EXPECT_EQ(read_bytes(folder / known_head().file_name), known_head().bytes);
}

// A whole file, but of another head (or of another version: both stand in the key).
TEST(HeadCache, AnotherHeadUnderThisNameIsNotTaken) {
    const TemporaryFolder folder;
    const TemporaryFolder elsewhere;
    static_cast<void>(prepared(circumference(555.0), cache_in(elsewhere.path())));
    const fs::path other = files_in(elsewhere.path()).at(0);
    ASSERT_NE(other.filename().string(), known_head().file_name);
    fs::copy_file(other, folder / known_head().file_name);
    EXPECT_FALSE(is_kept(folder));
}

TEST(HeadCache, AFolderWhereTheFileShouldBeIsNoError) {
    const TemporaryFolder folder;
    fs::create_directory(folder / known_head().file_name);
    const PreparedHead head = prepared(known_head().asked, cache_in(folder.path()));
    EXPECT_FALSE(head.was_kept);
    expect_same(head, known_head().head);
}

TEST(HeadCache, AFolderThatCannotBeMadeIsNoError) {
    const TemporaryFolder folder;
    write_bytes(folder / "file", known_head().bytes);
    expect_same(prepared(known_head().asked, cache_in(folder / "file" / "heads")),
                known_head().head);
    EXPECT_FALSE(is_kept(folder));
}

// A limit on the size of files stands for the full disk.
TEST(HeadCache, AFullDiskIsNoErrorAndLeavesNothing) {
    const TemporaryFolder folder;
    static_cast<void>(known_head());
    rlimit old_limit{};
    getrlimit(RLIMIT_FSIZE, &old_limit);
    const rlimit tight{1000, old_limit.rlim_max};
    std::signal(SIGXFSZ, SIG_IGN);
    setrlimit(RLIMIT_FSIZE, &tight);
    const PreparedHead head = prepared(known_head().asked, cache_in(folder.path()));
    setrlimit(RLIMIT_FSIZE, &old_limit);
    expect_same(head, known_head().head);
    EXPECT_TRUE(files_in(folder.path()).empty());
}

TEST(HeadCache, ImpossibleMeasuresAreRefusedAsByTheFitAndNotKept) {
    const TemporaryFolder folder;
    const auto head =
        load_or_make_head(circumference(90), draft, "plan.json", cache_in(folder.path()));
    ASSERT_FALSE(head.ok());
    EXPECT_EQ(head.error().line(), fit_head(circumference(90), "plan.json").error().line());
    EXPECT_TRUE(files_in(folder.path()).empty());
}

TEST(HeadCache, HeadsNotUsedForLongestGoFirst) {
    const TemporaryFolder folder;
    for (int i = 0; i < 6; ++i) {
        const fs::path file = folder / ("head-" + std::to_string(i) + ".bin");
        write_bytes(file, {});
        age(file, 10 - i);
    }
    write_bytes(folder / "of somebody else", {});
    age(folder / "of somebody else", 99);
    HeadCacheOptions options = cache_in(folder.path());
    options.most_files = 3;
    static_cast<void>(prepared(known_head().asked, options));
    std::set<std::string> names;
    for (const fs::path& file : files_in(folder.path())) {
        names.insert(file.filename().string());
    }
    EXPECT_EQ(names, (std::set<std::string>{"head-4.bin", "head-5.bin", known_head().file_name,
                                            "of somebody else"}));
}

TEST(HeadCache, AHeadThatIsReadCountsAsUsed) {
    const TemporaryFolder folder;
    const fs::path file = folder / known_head().file_name;
    write_bytes(file, known_head().bytes);
    age(file, 100);
    EXPECT_TRUE(is_kept(folder));
    EXPECT_GT(fs::last_write_time(file), fs::file_time_type::clock::now() - std::chrono::hours(1));
}

TEST(HeadCache, PiecesOfAnInterruptedWriterAreRemovedWhenTheyAreOld) {
    const TemporaryFolder folder;
    write_bytes(folder / "head-1.bin.abcdef", {});
    age(folder / "head-1.bin.abcdef", 5);
    write_bytes(folder / "head-2.bin.abcdef", {});
    static_cast<void>(prepared(known_head().asked, cache_in(folder.path())));
    EXPECT_FALSE(fs::exists(folder / "head-1.bin.abcdef"));
    EXPECT_TRUE(fs::exists(folder / "head-2.bin.abcdef"));
}

TEST(HeadCache, TheFolderIsThatOfTheCacheOfTheUser) {
    const TemporaryFolder folder;
    const auto puts_head_into = [&](const fs::path& place) {
        fs::create_directories(place);
        write_bytes(place / known_head().file_name, known_head().bytes);
        const bool found = kept_head(known_head().asked, draft, {}).has_value();
        fs::remove(place / known_head().file_name);
        return found;
    };
    const Environment home("HOME", folder.path().string());
    {
        const Environment cache("XDG_CACHE_HOME", (folder / "cache").string());
        EXPECT_TRUE(puts_head_into(folder / "cache/stubble/heads"));
        EXPECT_FALSE(puts_head_into(folder / ".cache/stubble/heads"));
    }
    for (const char* unusable : {"", "relative/path"}) {
        const Environment cache("XDG_CACHE_HOME", unusable);
        EXPECT_TRUE(puts_head_into(folder / ".cache/stubble/heads"));
        const Environment no_home("HOME", "");
        EXPECT_FALSE(puts_head_into(folder / ".cache/stubble/heads"));
    }
}

// Another process writes the same head again and again; whoever reads finds it whole every time.
TEST(HeadCache, AReaderNeverSeesHalfOfWhatAnotherProcessWrites) {
    const TemporaryFolder folder;
    const fs::path file = folder / known_head().file_name;
    write_bytes(file, known_head().bytes);
    const pid_t writer = ::fork();
    ASSERT_GE(writer, 0);
    if (writer == 0) {
        bool good = true;
        for (int i = 0; i < 20; ++i) {
            good = good && write_file_atomically(file, known_head().bytes).ok();
        }
        ::_exit(good ? 0 : 1);
    }
    int status = 0;
    int reads = 0;
    while (::waitpid(writer, &status, WNOHANG) == 0) {
        EXPECT_TRUE(is_kept(folder));
        ++reads;
    }
    EXPECT_EQ(status, 0);
    EXPECT_GT(reads, 0);
    EXPECT_EQ(files_in(folder.path()).size(), 1U);
}
