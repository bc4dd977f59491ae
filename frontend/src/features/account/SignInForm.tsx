/** Name, password and, where the role needs it, the second factor. */
import { Alert, Button, Form, Input } from "antd";
import { useEffect, useState } from "react";
import { type ApiProblem, asProblem } from "@/shared/api/problem";
import { type SignIn, signIn } from "@/shared/api/session";
import { useCommon } from "@/shared/i18n/common";
import { useWords } from "./words";

interface SignInFormProps {
  /** The session that ended was this person's: only he may go on with it here. */
  username?: string;
  /** A name to put in, where names are offered beside the form. */
  suggested?: string;
  onDone?: () => void;
}

export function SignInForm({ username, suggested, onDone }: SignInFormProps) {
  const t = useWords();
  const c = useCommon();
  const [problem, setProblem] = useState<ApiProblem | null>(null);
  const [needsCode, setNeedsCode] = useState(false);
  const [byRecovery, setByRecovery] = useState(false);
  const [busy, setBusy] = useState(false);
  const [form] = Form.useForm<SignIn>();
  useEffect(() => {
    if (!suggested) return;
    form.setFieldsValue({ username: suggested });
    form.getFieldInstance("password")?.focus();
  }, [form, suggested]);

  const send = async (given: SignIn) => {
    setBusy(true);
    setProblem(null);
    try {
      await signIn({ ...given, username: username ?? given.username });
      onDone?.();
    } catch (error) {
      const found = asProblem(error);
      if (found.code === "second_factor_required" && !needsCode) setNeedsCode(true);
      else setProblem(found);
    } finally {
      setBusy(false);
    }
  };

  return (
    <Form form={form} layout="vertical" requiredMark={false} onFinish={send} initialValues={{ username }}>
      <Form.Item name="username" label={t("username")} rules={[{ required: true, message: c("required") }]}>
        <Input autoComplete="username" autoFocus={!username} disabled={Boolean(username)} size="large" />
      </Form.Item>
      <Form.Item name="password" label={t("password")} rules={[{ required: true, message: c("required") }]}>
        <Input.Password autoComplete="current-password" autoFocus={Boolean(username)} size="large" />
      </Form.Item>
      {needsCode && !byRecovery && (
        <Form.Item
          name="otp"
          label={t("otp")}
          extra={t("otpHelp")}
          rules={[{ required: true, message: c("required") }]}
        >
          <Input inputMode="numeric" autoComplete="one-time-code" maxLength={6} autoFocus size="large" />
        </Form.Item>
      )}
      {needsCode && byRecovery && (
        <Form.Item name="recovery_code" label={t("recoveryCode")} rules={[{ required: true, message: c("required") }]}>
          <Input autoComplete="off" autoFocus size="large" />
        </Form.Item>
      )}
      {needsCode && (
        <Button type="link" style={{ padding: 0, marginBottom: 12 }} onClick={() => setByRecovery(!byRecovery)}>
          {byRecovery ? t("useOtp") : t("recovery")}
        </Button>
      )}
      {problem && (
        <Alert
          type="error"
          showIcon
          style={{ marginBottom: 16 }}
          title={problem.offline ? c("offline") : problem.detail}
          description={problem.retryAfter ? t("locked", { minutes: Math.ceil(problem.retryAfter / 60) }) : null}
        />
      )}
      <Button type="primary" htmlType="submit" size="large" block loading={busy}>
        {t("signIn")}
      </Button>
    </Form>
  );
}
