/** One notice from its receipt to its close. */
import { EditOutlined } from "@ant-design/icons";
import { useParams } from "@tanstack/react-router";
import { Button } from "antd";
import { useState } from "react";
import { useMay, useMe } from "@/shared/api/me";
import { ActionBar } from "@/shared/case/ActionBar";
import { CasePage } from "@/shared/case/CasePage";
import { Deadlines } from "@/shared/case/Deadlines";
import { Timeline } from "@/shared/case/Timeline";
import { useLanguage } from "@/shared/i18n";
import { one, useAddress } from "@/shared/lib/search";
import { Faces } from "@/shared/ui/faces";
import { lastEntry, type Notice, readHistory, readNotice, sendStep, useNotice, useTaken } from "./api";
import { noticeLabels } from "./labels";
import { Flags, StateMark } from "./marks";
import { NoticeCase } from "./NoticeCase";
import { AmendNotice } from "./RegisterNotice";
import { noticeForms } from "./steps";
import { useWords } from "./words";

export function NoticePage() {
  const { id = "" } = useParams({ strict: false }) as { id?: string };
  const notice = useNotice(id);
  const me = useMe();
  return (
    <Faces of={me}>
      {({ organisation }) => (
        <Faces of={notice}>{(found) => <One key={found.id} notice={found} own={organisation.id} />}</Faces>
      )}
    </Faces>
  );
}

/** `own`: the organisation one acts for. */
function One({ notice, own }: { notice: Notice; own: string }) {
  const t = useWords();
  useLanguage();
  const may = useMay();
  const taken = useTaken();
  const [address, change] = useAddress();
  const [amending, setAmending] = useState(false);
  const labels = noticeLabels();
  // The organ that sent it reads it and takes no step: what is done inside the authority is not its business.
  const sent = notice.from_organisation_id === own;
  const history = {
    key: "history",
    label: t("history"),
    children: (
      <Timeline
        name={["notice", notice.id]}
        labels={labels}
        read={(cursor, signal) => readHistory(notice.id, cursor, signal)}
      />
    ),
  };

  return (
    <>
      <CasePage
        number={notice.number}
        title={notice.title}
        owner={notice.authority_name}
        clocks={notice.clocks}
        state={
          <>
            <StateMark state={notice.state} />
            <Flags of={notice} />
          </>
        }
        actions={
          !sent && (
            <>
              <ActionBar
                record={notice}
                forms={noticeForms(notice)}
                labels={labels}
                send={sendStep}
                reread={() => readNotice(notice.id)}
                lastEntry={() => lastEntry(notice.id)}
                onDone={taken}
              />
              {notice.state === "received" && may("notice.register") && (
                <Button icon={<EditOutlined />} onClick={() => setAmending(true)}>
                  {t("amend")}
                </Button>
              )}
            </>
          )
        }
        tab={one(address.tab) ?? "case"}
        onTab={(tab) => change({ tab: tab === "case" ? undefined : tab }, true)}
        tabs={[
          { key: "case", label: t("case"), children: <NoticeCase notice={notice} sent={sent} /> },
          { key: "deadlines", label: t("deadlines"), children: <Deadlines clocks={notice.clocks} /> },
          ...(sent ? [] : [history]),
        ]}
      />
      {amending && <AmendNotice notice={notice} onClose={() => setAmending(false)} />}
    </>
  );
}
