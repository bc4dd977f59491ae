/** A form, an institution and a complaint as the API gives them to the public, for tests. */
import type { Form, Institution, Mine, Receipt } from "./api";

export const form: Form = {
  matters: [
    { value: "waiting", label: "候诊时间" },
    { value: "fees", label: "收费、医保" },
  ],
  relations: [
    { value: "patient", label: "患者本人" },
    { value: "relative", label: "近亲属" },
  ],
  satisfaction: [
    { value: "satisfied", label: "满意" },
    { value: "neutral", label: "一般" },
    { value: "dissatisfied", label: "不满意" },
  ],
  not_handled: [{ value: "police_matter", label: "治安或刑事案件", right_door: "请拨打110或向公安机关报案。" }],
  terms: [{ title: "投诉反馈期限", amount: 5, unit: "working_days", basis: "医疗机构投诉管理办法 (2019)" }],
  notice: {
    edition: "2026-11",
    parts: [{ title: "健康信息", text: "就诊信息属于敏感个人信息。", basis: "个人信息保护法 art. 28–30" }],
  },
  photos: { count: 6, max_bytes: 1000, media_types: ["image/jpeg", "image/png"] },
  longest_text: 4000,
  longest_message: 2000,
  messages_per_day: 20,
};

export const institution: Institution = {
  id: "0192f5c4-0000-7000-8000-0000000000a1",
  name: "澄岚区人民医院",
  region_code: "990102",
  authority: "澄岚区卫生健康局",
  address: "澄岚区月牙湾125号",
  window: {
    office: "医患关系办公室",
    place: "门诊楼一层",
    hours: "工作日 8:00—17:00",
    telephone: "0990-5551234、0990-5551235",
    hotline: null,
    mediation: null,
    other_ways: null,
  },
};

export const receipt: Receipt = {
  number: "CM-2026-000001",
  receipt_code: "P6A2-2ZXC-8RCA-ETH0-RCBB-M",
  institution: "澄岚区人民医院",
  handler: "澄岚区人民医院",
  received_at: "2026-11-24T01:20:00Z",
  due_on: "2026-12-01",
  provisional: false,
  basis: "医疗机构投诉管理办法 (2019)：需调查核实的，接到投诉5个工作日内反馈 / within 5 working days",
};

export const mine: Mine = {
  number: receipt.number,
  title: "等候过久",
  matter: "waiting",
  matter_label: "候诊时间",
  institution_id: institution.id,
  institution: institution.name,
  handler: institution.name,
  window: institution.window,
  state: "in_hand",
  told: "正在调查核实",
  is_overdue: false,
  is_protected: false,
  received_at: receipt.received_at,
  happened: null,
  facts: "等了七个小时，无人说明原因。",
  request: null,
  steps: [{ step: "register", label: "收到您的投诉", at: receipt.received_at, basis: "医疗机构投诉管理办法 (2019)" }],
  terms: [
    {
      title: "投诉反馈期限",
      basis: receipt.basis,
      started_at: receipt.received_at,
      due_on: "2020-01-02",
      due_at: "2020-01-02T16:00:00Z",
      provisional: false,
      state: "running",
      met_at: null,
      missed_at: null,
      lines: [
        {
          day: "2020-01-02",
          counted: true,
          number: 1,
          reason: "星期四，工作日",
          provisional: false,
          part: 0,
          since: null,
          until: null,
        },
      ],
    },
  ],
  answer: null,
  declined: null,
  appeal: ["申请人民调解（医疗纠纷预防和处理条例 art. 22）。"],
  messages: [
    {
      id: "m1",
      sender: "handler",
      organisation: institution.name,
      text: "哪一天？",
      at: "2026-11-25T01:00:00Z",
      read_at: null,
    },
  ],
  files: [],
  rating: null,
  may: { write: true, add_photos: 6, rate: false, withdraw: true, fetch_reply: false },
};
