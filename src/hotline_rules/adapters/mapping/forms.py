"""The forms of times that a mapping can allow, with what people are told of them."""

from hotline_rules.diagnostics import Text

YEAR_FIRST = "year_first"
COMPACT = "compact"
EXCEL = "excel"
EXCEL_1904 = "excel_1904"
MONTH_FIRST = "month_first"
DAY_FIRST = "day_first"
EPOCH = "epoch_seconds"
EPOCH_MS = "epoch_milliseconds"

FORMS: dict[str, Text] = {
    YEAR_FIRST: Text(
        "年在最前面：2021-03-01 10:00:00、2021/3/1 10:00、2021年3月1日 10时5分",
        "year first: 2021-03-01 10:00:00, 2021/3/1 10:00, 2021年3月1日 10时5分",
    ),
    COMPACT: Text(
        "只有数字：20210301100000、202103011000、20210301",
        "digits only: 20210301100000, 202103011000, 20210301",
    ),
    EXCEL: Text(
        "Excel 的日期序号（1900 年起）：44256.4166667",
        "serial numbers of spreadsheets, counted from 1900: 44256.4166667",
    ),
    EXCEL_1904: Text(
        "Excel 的日期序号（1904 年起，旧的苹果电脑文件）：42794.4166667",
        "serial numbers counted from 1904: 42794.4166667",
    ),
    MONTH_FIRST: Text(
        "月在日前、年在最后：3/1/2021 10:00", "month, day, year: 3/1/2021 10:00"
    ),
    DAY_FIRST: Text(
        "日在月前、年在最后：1/3/2021 10:00", "day, month, year: 1/3/2021 10:00"
    ),
    EPOCH: Text("1970 年起的秒数：1614564000", "seconds since 1970: 1614564000"),
    EPOCH_MS: Text(
        "1970 年起的毫秒数：1614564000000", "milliseconds since 1970: 1614564000000"
    ),
}
CLASHING = ((EXCEL, EXCEL_1904), (MONTH_FIRST, DAY_FIRST))
