/** The navigation, shaped by what one may do. The pages themselves are guarded by the server. */
import {
  AlertOutlined,
  ApartmentOutlined,
  ApiOutlined,
  AuditOutlined,
  BankOutlined,
  CalendarOutlined,
  CheckSquareOutlined,
  CompassOutlined,
  FileDoneOutlined,
  FlagOutlined,
  ImportOutlined,
  InboxOutlined,
  LoginOutlined,
  MailOutlined,
  MessageOutlined,
  QuestionCircleOutlined,
  RetweetOutlined,
  SendOutlined,
  SettingOutlined,
  ShareAltOutlined,
  SolutionOutlined,
  SoundOutlined,
  TeamOutlined,
  ThunderboltOutlined,
  UserSwitchOutlined,
} from "@ant-design/icons";
import type { ReactNode } from "react";
import { words } from "@/shared/i18n";
import { paths } from "@/shared/lib/paths";

const { use } = words(
  "navigation",
  {
    rectifying: "行动与整改",
    complaining: "投诉与纠纷",
    referring: "线索与移送",
    keeping: "登记与核验",
    administering: "系统管理",
    worklist: "我的待办",
    campaigns: "专项行动",
    duties: "任务报送",
    tasks: "整改台账",
    notices: "通报函件",
    complaints: "投诉",
    repeats: "反复投诉",
    disputes: "医疗纠纷",
    clues: "线索",
    clueTransfers: "线索移交",
    clueReports: "线索报告",
    referrals: "移送案件",
    handoffs: "移送办理",
    institutions: "机构",
    journal: "日志与核验",
    imports: "批量导入",
    organisations: "单位",
    people: "人员与角色",
    clients: "接口客户端",
    sessions: "登录记录",
    calendars: "工作日历",
    settings: "地区参数",
    jobs: "后台任务",
    recusals: "回避",
    help: "帮助与依据",
    menu: "菜单",
    search: "搜索机构、任务、编号…",
    notifications: "提醒",
    account: "我的账户",
    signOut: "退出登录",
    skip: "跳到正文",
    demo: "演示数据",
    light: "浅色",
    dark: "深色",
    actingFor: "代表 {{name}}",
    late: "其中逾期 {{count}} 件",
  },
  {
    rectifying: "Campaigns",
    complaining: "Complaints",
    referring: "Clues and police",
    keeping: "Registry and proof",
    administering: "Administration",
    worklist: "My worklist",
    campaigns: "Campaigns",
    duties: "Duties",
    tasks: "Rectification",
    notices: "Notices",
    complaints: "Complaints",
    repeats: "Repetitions",
    disputes: "Disputes",
    clues: "Clues",
    clueTransfers: "Clue transfers",
    clueReports: "Clue reports",
    referrals: "Referrals",
    handoffs: "Referred to us",
    institutions: "Institutions",
    journal: "Journal",
    imports: "Bulk import",
    organisations: "Organisations",
    people: "People and roles",
    clients: "Machine clients",
    sessions: "Sessions",
    calendars: "Calendars",
    settings: "Regional settings",
    jobs: "Jobs",
    recusals: "Recusals",
    help: "Help and law",
    menu: "Menu",
    search: "Search institutions, tasks, numbers…",
    notifications: "Notifications",
    account: "My account",
    signOut: "Sign out",
    skip: "Skip to the content",
    demo: "Demo data",
    light: "Light",
    dark: "Dark",
    actingFor: "Acting for {{name}}",
    late: "{{count}} of them late",
  },
);

export const useNavigationWords = use;
type Word = Parameters<ReturnType<typeof use>>[0];

export interface Place {
  path: string;
  word: Word;
  icon?: ReactNode;
  /** Pages that lie here under an address of their own. */
  also?: string[];
  /** One of these permissions shows it; none named shows it to everybody. */
  needs?: string[];
}

export interface Group {
  /** Its heading; none over what everybody begins with. */
  word?: Word;
  places: Place[];
}

export const GROUPS: Group[] = [
  { places: [{ path: paths.worklist, word: "worklist", icon: <CheckSquareOutlined />, needs: ["worklist.use"] }] },
  {
    word: "rectifying",
    places: [
      { path: paths.campaigns, word: "campaigns", icon: <FlagOutlined />, needs: ["campaign.read"] },
      { path: paths.duties, word: "duties", icon: <FileDoneOutlined />, also: [paths.events], needs: ["duty.read"] },
      { path: paths.tasks, word: "tasks", icon: <AlertOutlined />, needs: ["task.read"] },
    ],
  },
  {
    word: "complaining",
    places: [
      { path: paths.complaints, word: "complaints", icon: <MessageOutlined />, needs: ["complaint.read"] },
      { path: paths.complaintRepeats, word: "repeats", icon: <RetweetOutlined />, needs: ["complaint.read"] },
      { path: paths.disputes, word: "disputes", icon: <SolutionOutlined />, needs: ["dispute.read"] },
    ],
  },
  {
    word: "referring",
    places: [
      { path: paths.clueReports, word: "clueReports", icon: <SoundOutlined />, needs: ["clue.report"] },
      { path: paths.clues, word: "clues", icon: <CompassOutlined />, needs: ["clue.read"] },
      { path: paths.clueTransfers, word: "clueTransfers", icon: <ShareAltOutlined />, needs: ["clue.read_all"] },
      { path: paths.referrals, word: "referrals", icon: <SendOutlined />, needs: ["clue.read"] },
      { path: paths.handoffs, word: "handoffs", icon: <InboxOutlined />, needs: ["handoff.read"] },
      { path: paths.notices, word: "notices", icon: <MailOutlined />, needs: ["notice.read"] },
    ],
  },
  {
    word: "keeping",
    places: [
      { path: paths.institutions, word: "institutions", icon: <BankOutlined />, needs: ["institution.read"] },
      {
        path: paths.imports,
        word: "imports",
        icon: <ImportOutlined />,
        needs: ["import.run", "organisation.write", "user.write"],
      },
      { path: paths.journal, word: "journal", icon: <AuditOutlined />, needs: ["journal.read"] },
    ],
  },
  {
    word: "administering",
    places: [
      {
        path: paths.recusals,
        word: "recusals",
        icon: <UserSwitchOutlined />,
        needs: ["recusal.declare", "recusal.order"],
      },
      { path: paths.organisations, word: "organisations", icon: <ApartmentOutlined />, needs: ["organisation.write"] },
      { path: paths.people, word: "people", icon: <TeamOutlined />, needs: ["user.write", "role.grant"] },
      { path: paths.clients, word: "clients", icon: <ApiOutlined />, also: [paths.webhooks], needs: ["client.manage"] },
      { path: paths.sessions, word: "sessions", icon: <LoginOutlined />, needs: ["session.end"] },
      { path: paths.calendars, word: "calendars", icon: <CalendarOutlined />, needs: ["calendar.write"] },
      { path: paths.settings, word: "settings", icon: <SettingOutlined />, needs: ["setting.write"] },
      { path: paths.jobs, word: "jobs", icon: <ThunderboltOutlined />, needs: ["job.read", "job.manage"] },
    ],
  },
];

export const PLACES: Place[] = GROUPS.flatMap(({ places }) => places);

export const HELP: Place = { path: paths.help, word: "help", icon: <QuestionCircleOutlined /> };
