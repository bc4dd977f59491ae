/** In a demonstration: whom one may be. The password is printed where the program was started. */
import { Alert, Button } from "antd";
import { useLanguage } from "@/shared/i18n";
import { useWords } from "./words";

const NAMES: [username: string, zh: string, en: string][] = [
  ["chief", "局长", "Director"],
  ["lead", "科室负责人", "Section head"],
  ["clerk", "经办人", "Case handler"],
  ["keeper", "线索管理员", "Clue keeper"],
  ["inspector", "监督员", "Inspector"],
  ["inspector2", "监督员（二）", "Second inspector"],
  ["hospital", "医院负责人", "Hospital head"],
  ["clinic", "诊所负责人", "Clinic head"],
  ["police", "公安联络员", "Police liaison"],
  ["auditor", "审计管理员", "Auditor"],
  ["secadmin", "安全管理员", "Security administrator"],
  ["sysadmin", "系统管理员", "System administrator"],
];

export function DemoNames({ choose }: { choose: (username: string) => void }) {
  const t = useWords();
  const language = useLanguage();
  return (
    <Alert
      type="warning"
      title={t("demo")}
      description={
        <ul className="row" aria-label={t("demoNames")} style={{ listStyle: "none", margin: 0, padding: 0, gap: 4 }}>
          {NAMES.map(([username, zh, en]) => (
            <li key={username}>
              <Button
                size="small"
                onClick={() => choose(username)}
                aria-label={`${username} ${language === "en" ? en : zh}`}
              >
                {username} <span className="quiet">{language === "en" ? en : zh}</span>
              </Button>
            </li>
          ))}
        </ul>
      }
    />
  );
}
