#include "base/date.h"

#include <fmt/format.h>

#include <charconv>
#include <ctime>

#include "base/check.h"

namespace stubble {
namespace {

using std::chrono::sys_days;
using std::chrono::year_month_day;

constexpr std::chrono::year first_year{1900};
constexpr std::chrono::year last_year{2199};

// All of `text` as digits; nothing otherwise.
std::optional<int> number(std::string_view text) {
    int value = 0;
    const auto [end, error] = std::from_chars(text.data(), text.data() + text.size(), value);
    const bool digits = text.front() >= '0' && text.front() <= '9';  // from_chars takes a minus
    return digits && error == std::errc() && end == text.data() + text.size() ? std::optional(value)
                                                                              : std::nullopt;
}

}  // namespace

std::optional<Date> Date::within_years(sys_days day) {
    const std::chrono::year year = year_month_day(day).year();
    return year >= first_year && year <= last_year ? std::optional(Date(day)) : std::nullopt;
}

std::optional<Date> Date::of(int year, int month, int day) {
    // std::chrono keeps years in 16 and months in 8 bits.
    if (year < int{first_year} || year > int{last_year} || month < 1 || month > 12 || day < 1 ||
        day > 31) {
        return std::nullopt;
    }
    const year_month_day date{std::chrono::year(year),
                              std::chrono::month(static_cast<unsigned>(month)),
                              std::chrono::day(static_cast<unsigned>(day))};
    return date.ok() ? std::optional(Date(sys_days(date))) : std::nullopt;
}

std::optional<Date> Date::from_iso(std::string_view text) {
    if (text.size() != 10 || text[4] != '-' || text[7] != '-') {
        return std::nullopt;
    }
    const auto year = number(text.substr(0, 4));
    const auto month = number(text.substr(5, 2));
    const auto day = number(text.substr(8, 2));
    return year && month && day ? of(*year, *month, *day) : std::nullopt;
}

std::string Date::iso() const {
    const year_month_day date(day_);
    return fmt::format("{:04}-{:02}-{:02}", int{date.year()}, unsigned{date.month()},
                       unsigned{date.day()});
}

std::optional<Date> Date::plus_days(int days) const {
    // No step between two days of these years is longer; longer ones overflow the calendar.
    constexpr int longest = 400 * 366;
    return days >= -longest && days <= longest ? within_years(day_ + std::chrono::days(days))
                                               : std::nullopt;
}

int Date::days_since(const Date& earlier) const {
    return static_cast<int>((day_ - earlier.day_).count());
}

Date today() {
    const std::time_t now = std::time(nullptr);
    std::tm local{};
    STUBBLE_CHECK(::localtime_r(&now, &local) != nullptr);
    const std::optional<Date> date =
        Date::of(local.tm_year + 1900, local.tm_mon + 1, local.tm_mday);
    // A clock that is centuries wrong: the day it stands for cannot be scheduled anyway.
    return date ? *date : *Date::of(1900, 1, 1);
}

}  // namespace stubble
