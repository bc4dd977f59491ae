/** One file on its way: how far it is, what it waits for or why it was refused, and what to do. */
import { FileOutlined } from "@ant-design/icons";
import { Button, Progress } from "antd";
import { discardUpload, sendAgain, type Upload } from "./queue";
import { useWords } from "./words";

function told(t: ReturnType<typeof useWords>, upload: Upload): string {
  switch (upload.state) {
    case "queued":
      return t("queued");
    case "sending":
      return t("sending", { percent: Math.round(upload.progress * 100) });
    case "waiting":
      return t(upload.kept ? "waiting" : "waitingOpen");
    case "signed_out":
      return t(upload.kept ? "signedOut" : "signedOutOpen");
    case "refused": {
      const why = upload.problem?.detail || upload.problem?.title;
      return why ? t("refused", { why }) : t("refusedPlain", { code: upload.problem?.code ?? "?" });
    }
  }
}

export function Sending({ upload }: { upload: Upload }) {
  const t = useWords();
  const moving = upload.state === "sending" || upload.state === "queued";
  return (
    <div role="status" style={{ padding: "6px 0" }}>
      <div className="row">
        <FileOutlined /> <span style={{ overflowWrap: "anywhere" }}>{upload.name}</span>
        <span className="quiet">{told(t, upload)}</span>
        {!moving && (
          <>
            {upload.state !== "signed_out" && (
              <Button size="small" onClick={() => sendAgain(upload.key)} aria-label={`${t("again")} ${upload.name}`}>
                {t("again")}
              </Button>
            )}
            <Button
              size="small"
              type="text"
              onClick={() => void discardUpload(upload.key)}
              aria-label={`${t("discard")} ${upload.name}`}
            >
              {t("discard")}
            </Button>
          </>
        )}
      </div>
      <Progress
        percent={Math.round(upload.progress * 100)}
        size="small"
        showInfo={false}
        status={upload.state === "refused" ? "exception" : "active"}
        aria-label={upload.name}
      />
    </div>
  );
}
