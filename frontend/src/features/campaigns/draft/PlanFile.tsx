/** A plan of one's own as a file: choosing it, and what the server finds wrong in it, place by place. */
import { UploadOutlined } from "@ant-design/icons";
import { Alert, Button, Upload } from "antd";
import { useEffect, useRef } from "react";
import type { FieldProblem } from "@/shared/api/problem";
import { useDraftWords } from "./words";

export interface PlanFile {
  name: string;
  text: string;
}

interface ChoosePlanFileProps {
  file: PlanFile | null;
  onChoose: (file: PlanFile) => void;
}

export function ChoosePlanFile({ file, onChoose }: ChoosePlanFileProps) {
  const t = useDraftWords();
  return (
    <Upload
      accept=".yaml,.yml"
      maxCount={1}
      showUploadList={false}
      beforeUpload={async (given) => {
        onChoose({ name: given.name, text: await given.text() });
        return Upload.LIST_IGNORE;
      }}
    >
      <Button
        icon={<UploadOutlined />}
        style={{ height: "auto", minHeight: 32, whiteSpace: "normal", overflowWrap: "anywhere" }}
      >
        {file ? file.name : t("chooseFile")}
      </Button>
    </Upload>
  );
}

/** What is wrong stands in the file, not in a form: each fault is told with its path. */
export function PlanFaults({ title, errors }: { title: string; errors: FieldProblem[] }) {
  const here = useRef<HTMLDivElement>(null);
  // The button that was pressed may stand below a long form.
  useEffect(() => here.current?.scrollIntoView({ block: "nearest" }), []);
  return (
    <div ref={here} style={{ marginTop: 12 }}>
      <Alert
        type="error"
        showIcon
        role="alert"
        title={title}
        description={
          <ul style={{ margin: 0, paddingInlineStart: 20 }}>
            {errors.map((error) => (
              <li key={error.pointer + error.code} style={{ overflowWrap: "anywhere" }}>
                {error.detail} <code className="quiet">{error.pointer || "/"}</code>
              </li>
            ))}
          </ul>
        }
      />
    </div>
  );
}
