/** A complaint under its receipt code. The code stays in this tab, and goes when its holder leaves. */
import { Skeleton } from "antd";
import { useEffect } from "react";
import { useCommon } from "@/shared/i18n/common";
import { Problem } from "@/shared/ui/faces";
import { forgetAll, useKept } from "../kept";
import { useForget, useForm, useMine } from "./api";
import { EnterCode } from "./EnterCode";
import { MineView } from "./MineView";
import { CODE } from "./stored";
import { useFollowWords } from "./words-follow";

export function FollowPage() {
  const t = useFollowWords();
  const c = useCommon();
  const [code, setCode] = useKept(CODE, "");
  useEffect(() => {
    document.title = `${t("title")} · ${c("product")}`;
  }, [t, c]);
  if (code === "") return <EnterCode onCode={setCode} problem={null} tried="" />;
  return <Held key={code} code={code} setCode={setCode} />;
}

function Held({ code, setCode }: { code: string; setCode: (code: string) => void }) {
  const mine = useMine(code);
  const form = useForm();
  const forgetCached = useForget();
  const forget = () => {
    forgetCached();
    forgetAll();
    setCode("");
  };
  if (mine.error && !mine.data)
    return (
      <EnterCode
        problem={mine.error}
        tried={code}
        onCode={(next) => {
          if (next === code) void mine.refetch();
          else setCode(next);
        }}
      />
    );
  if (form.error && !form.data) return <Problem error={form.error} retry={() => void form.refetch()} />;
  if (!mine.data || !form.data)
    return (
      <div aria-busy="true">
        <Skeleton active paragraph={{ rows: 8 }} />
      </div>
    );
  return <MineView code={code} mine={mine.data} form={form.data} forget={forget} refreshing={mine.isFetching} />;
}
