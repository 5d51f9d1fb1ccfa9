#include "base/date.h"

#include <gtest/gtest.h>

#include <ctime>

using namespace stubble;

namespace {

std::string day_after(const char* iso, int days) {
    const auto date = Date::from_iso(iso)->plus_days(days);
    return date ? date->iso() : "none";
}

}  // namespace

TEST(Date, IsoTextComesBackAsItWas) {
    for (const char* iso : {"2026-12-01", "2000-02-29", "1900-01-01", "2199-12-31", "2024-02-29"}) {
        const auto date = Date::from_iso(iso);
        ASSERT_TRUE(date) << iso;
        EXPECT_EQ(date->iso(), iso);
    }
    EXPECT_EQ(Date::of(2026, 3, 9)->iso(), "2026-03-09");
}

TEST(Date, DaysThatDoNotExistCannotBeMade) {
    for (const char* text :
         {"2026-02-29", "1900-02-29", "2026-04-31", "2026-13-01", "2026-00-10", "2026-01-00",
          "2026-01-32", "1899-12-31", "2200-01-01", "0000-01-01", "9999-12-31"}) {
        EXPECT_FALSE(Date::from_iso(text)) << text;
    }
    EXPECT_FALSE(Date::of(2026, 2, 30));
    EXPECT_FALSE(Date::of(2026, 2 + 256, 1));  // std::chrono keeps months in 8 bits
    EXPECT_FALSE(Date::of(2026 + 65536, 2, 1));
    EXPECT_FALSE(Date::of(2026, 2, -1));
}

TEST(Date, OnlyTheOneSpellingOfIsoIsRead) {
    for (const char* text :
         {"", "2026", "2026-1-01", "2026-12-1", "26-12-01", "2026/12/01", "2026/12-01",
          "2026-12/01", "2026-12-01 ", " 2026-12-01", "2026-12-01T00:00", "20261201", "2026-12-0x",
          "+026-12-01", "2026--1-01", "2026-12--1", "01-12-2026", "tomorrow..", "----------"}) {
        EXPECT_FALSE(Date::from_iso(text)) << text;
    }
}

TEST(Date, DaysRunOverMonthsYearsAndLeapDays) {
    EXPECT_EQ(day_after("2026-12-01", 6), "2026-12-07");
    EXPECT_EQ(day_after("2026-12-30", 6), "2027-01-05");
    EXPECT_EQ(day_after("2028-02-28", 1), "2028-02-29");
    EXPECT_EQ(day_after("2027-02-28", 1), "2027-03-01");
    EXPECT_EQ(day_after("2027-03-01", -1), "2027-02-28");
    EXPECT_EQ(day_after("2100-02-28", 1), "2100-03-01");  // no leap year
}

TEST(Date, StepsOutOfTheCalendarGiveNothing) {
    EXPECT_EQ(day_after("2199-12-31", 1), "none");
    EXPECT_EQ(day_after("1900-01-01", -1), "none");
    EXPECT_EQ(day_after("2026-12-01", 2'147'483'647), "none");
    EXPECT_EQ(day_after("2026-12-01", -2'147'483'647 - 1), "none");
    EXPECT_EQ(day_after("1900-01-01", 109'572), "2199-12-31");  // 300 years, 72 of them leap years
}

TEST(Date, DaysBetweenAreTheStepsFromOneToTheOther) {
    const Date first = *Date::of(2026, 12, 1);
    for (const int days : {-40'000, -366, -1, 0, 1, 6, 28, 365, 60'000}) {
        EXPECT_EQ(first.plus_days(days)->days_since(first), days);
        EXPECT_EQ(first.days_since(*first.plus_days(days)), -days);
    }
}

TEST(Date, EarlierDaysCompareLess) {
    EXPECT_LT(*Date::of(2026, 12, 1), *Date::of(2026, 12, 2));
    EXPECT_LT(*Date::of(2026, 11, 30), *Date::of(2026, 12, 1));
    EXPECT_EQ(*Date::of(2026, 12, 1), *Date::from_iso("2026-12-01"));
}

TEST(Date, TodayIsTheDayOfTheMachinesClock) {
    // The clock may pass midnight between the two readings.
    std::time_t now = std::time(nullptr);
    const Date before = *Date::of(std::localtime(&now)->tm_year + 1900,
                                  std::localtime(&now)->tm_mon + 1, std::localtime(&now)->tm_mday);
    const int later = today().days_since(before);
    EXPECT_GE(later, 0);
    EXPECT_LE(later, 1);
}
