import { words } from "@/shared/i18n";

export const { use: useHandoverWords } = words(
  "referral-handover",
  {
    title: "涉案物品和材料交接清单",
    place: "交接地点",
    handedAt: "移交时间",
    handedBy: "移交人",
    receivedBy: "接收人",
    receivedAt: "接收时间",
    remarks: "备注",
    line: "序号",
    copies: "本清单一式两份，移交单位、接收单位各执一份。",
    signSender: "移交单位（盖章）、移交人（签名、时间）",
    signReceiver: "接收单位（盖章）、接收人（签名、时间）",
    printedAt: "打印时间 {{when}}",
  },
  {
    title: "Handover list of goods and material",
    place: "Place",
    handedAt: "Handed over at",
    handedBy: "Handed over by",
    receivedBy: "Received by",
    receivedAt: "Received at",
    remarks: "Remarks",
    line: "No.",
    copies: "In two copies, one for each side.",
    signSender: "Handed over by (seal, signature, time)",
    signReceiver: "Received by (seal, signature, time)",
    printedAt: "Printed {{when}}",
  },
);
