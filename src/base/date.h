// Calendar dates and the days between them: session dates, touch-ups, the moment looked at.
// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <chrono>
#include <compare>
#include <optional>
#include <string>
#include <string_view>

namespace stubble {

// A day of the years 1900 to 2199. Other days cannot be made, so a Date always exists.
class Date {
public:
    // Nothing for a day that does not exist, such as February 30, or lies outside these years.
    [[nodiscard]] static std::optional<Date> of(int year, int month, int day);
    // Exactly as ISO 8601 writes it, "2026-12-01"; nothing otherwise.
    [[nodiscard]] static std::optional<Date> from_iso(std::string_view text);
    [[nodiscard]] std::string iso() const;

    // Days may be negative. Nothing when the day lies outside the years.
    [[nodiscard]] std::optional<Date> plus_days(int days) const;
    // Negative when `earlier` is the later one.
    [[nodiscard]] int days_since(const Date& earlier) const;

    // clang-tidy 14 takes the comparison with 0 inside of it for a pointer.
    friend auto operator<=>(const Date&, const Date&) = default;  // NOLINT(modernize-use-nullptr)

private:
    explicit Date(std::chrono::sys_days day) : day_(day) {}
    [[nodiscard]] static std::optional<Date> within_years(std::chrono::sys_days day);

    std::chrono::sys_days day_;
};

// The day of the machine's clock in its time zone.
[[nodiscard]] Date today();

}  // namespace stubble
