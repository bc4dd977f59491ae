/** Help for time: how deadlines are counted, and the calendars behind them. */
import { paths } from "@/shared/lib/paths";
import { PRODUCT, type Topic } from "./topic";

export const TIME: Topic[] = [
  {
    id: "deadlines",
    title: ["期限怎么算", "How deadlines are counted"],
    steps: [
      [
        "每个期限标记都能点开：逐日说明哪一天算、哪一天不算，依据哪一条。",
        "Every deadline opens into its days: which count, which do not, under which article.",
      ],
      [
        "“暂定”表示所在年度的放假安排还没公布；公布后系统自动重算，并保留旧日期。",
        "“Provisional” means that year's holidays are not out; once they are, days are counted anew and the old ones kept.",
      ],
      ["办理被退回，原期限继续计算，不重新起算。", "What is returned goes on under its old term."],
    ],
    rules: [
      {
        act: ["民法典", "Civil Code"],
        article: "201, 203",
        says: [
          "按日计算，开始当日不计入；末日为法定休息日的，以次日为末日；末日截至 24 时，有业务时间的截至停止业务时。",
          "By days, the first is not counted; a last day of rest gives way to the next; it ends at 24:00 or at the close of business.",
        ],
        mark: "verified",
      },
      {
        act: ["民法典", "Civil Code"],
        article: "201",
        says: ["按小时计算，自规定的时刻起算，周末、节假日不停。", "By hours, from the moment on; nothing stops them."],
        mark: "verified",
      },
      {
        act: ["全国年节及纪念日放假办法（2024-11-10）", "Holidays regulation (2024-11-10)"],
        article: "2, 6, 7",
        says: [
          "工作日＝周一至周五，减去法定假日和调休放假日，加上调休上班日。",
          "Working days: Monday to Friday, less holidays and days off in lieu, plus make-up days.",
        ],
        mark: "verified",
      },
      {
        act: ["全国年节及纪念日放假办法", "Holidays regulation"],
        article: "4",
        says: [
          "地方可另有假日（如少数民族节日），由地区日历补充。",
          "Regions may have days of their own; the region's calendar adds them.",
        ],
        mark: "verified",
      },
      {
        act: ["国务院办公厅 2026 年放假安排（2025-11-04）", "State Council notice for 2026 (2025-11-04)"],
        says: [
          "1 月 4 日、2 月 14 日、2 月 28 日、5 月 9 日、9 月 20 日、10 月 10 日上班。",
          "Work on 4 January, 14 and 28 February, 9 May, 20 September and 10 October.",
        ],
        mark: "verified",
      },
      {
        act: ["2027 年放假安排", "The notice for 2027"],
        says: [
          "截至 2026-11-22 未查到；落在 2027 年的期限为暂定。",
          "Not found up to 2026-11-22; terms that reach into 2027 are provisional.",
        ],
        mark: "uncertain",
      },
      {
        act: ["行政处罚法（2021）", "Administrative Penalty Law (2021)"],
        article: "85",
        says: [
          "“二日、三日、五日、七日”指工作日；十五日、九十日为自然日。",
          "2, 3, 5 and 7 days are working days; 15 and 90 are calendar days.",
        ],
        mark: "verified",
      },
      {
        act: ["行政强制法", "Administrative Coercion Law"],
        article: "69",
        says: ["十日以内的期限，指工作日。", "Periods of up to 10 days are working days."],
        mark: "verified",
      },
      {
        act: ["行政复议法（2023）", "Administrative Reconsideration Law (2023)"],
        article: "88",
        says: ["三日、五日、七日、十日，指工作日。", "3, 5, 7 and 10 days are working days."],
        mark: "verified",
      },
      {
        act: ["行政执法机关移送涉嫌犯罪案件的规定（国务院令第 310 号）", "State Council order 310 on referrals"],
        says: [
          "“3 日”未写明是否工作日；系统默认自然日并顺延，地区可另设。",
          "“3 days” is not defined; calendar days by default, and a regional setting.",
        ],
        mark: "uncertain",
      },
      {
        act: ["信访工作条例", "Petitions regulation"],
        article: "22–23, 34–36",
        says: ["“日”与“工作日”并用，不可混淆。", "Uses calendar days and working days side by side; never mix them."],
        mark: "verified",
      },
    ],
    terms: ["期限", "工作日", "自然日", "小时", "调休", "暂定", "逾期"],
  },
  {
    id: "calendars",
    title: ["工作日历与地区参数", "Calendars and regional settings"],
    path: paths.calendars,
    needs: ["calendar.write", "setting.write"],
    steps: [
      [
        "每年放假通知公布后录入当年安排，先预览会改动多少期限，再发布。",
        "When the yearly notice is out, enter it, look at how many terms it moves, then publish.",
      ],
      [
        "旧日历留存；更正后的日期与原日期并列显示。",
        "The old calendar stays on record; a correction is shown beside the old dates.",
      ],
      [
        "地区参数只改本地区的期限；没有规定的用默认值。",
        "A regional setting changes the terms of that region only; else the default holds.",
      ],
    ],
    rules: [
      {
        act: ["全国年节及纪念日放假办法（2024-11-10）", "Holidays regulation (2024-11-10)"],
        article: "2, 4, 6, 7",
        says: [
          "自 2025 年起全国法定假日共 13 天；调休由每年通知安排。",
          "13 statutory days since 2025; days in lieu by the yearly notice.",
        ],
        mark: "verified",
      },
      {
        act: PRODUCT,
        says: [
          "没有公布安排的年度显示为暂定；公布后重算未完成的期限并记入日志。",
          "A year without a notice is provisional; a new one recounts open terms and is journalled.",
        ],
        mark: "default",
      },
    ],
    terms: ["工作日", "调休", "暂定", "期限"],
  },
];
