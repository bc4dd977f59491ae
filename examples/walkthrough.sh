#!/usr/bin/env bash
# The main job over plain HTTP, against a running demo (`make run`): from the chief's campaigns to the proven journal.
# Needs curl and jq. Each call is what an integrator would send; the script stops at the first answer it did not expect.
set -euo pipefail
BASE=${BASE:-http://127.0.0.1:8000}/api/v1
PASSWORD=${DUBAN_DEMO_PASSWORD:-duban-demo-2026}
work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT

say() { printf '\n\033[1m%s\033[0m\n' "$*"; }

sign_in() { # name → the token is kept under that name
  curl -sSf "$BASE/auth/token" -d grant_type=password -d "username=$1" --data-urlencode "password=$PASSWORD" |
    jq -r .access_token > "$work/$1"
}

call() { # name method path [json] → body on stdout; the ETag is kept for the next step
  local body=()
  [ $# -lt 4 ] || body=(-H 'Content-Type: application/json' -d "$4")
  curl -sS -D "$work/headers" -o "$work/answer" -X "$2" "$BASE$3" \
    -H "Authorization: Bearer $(cat "$work/$1")" -H "Idempotency-Key: $(cat /proc/sys/kernel/random/uuid 2>/dev/null || uuidgen)" \
    -H 'Accept-Language: zh' ${ETAG:+-H "If-Match: $ETAG"} "${body[@]}"
  local status
  status=$(awk 'NR == 1 { print $2 }' "$work/headers")
  if [ "$status" -ge 400 ]; then
    echo "$1 $2 $3 answered $status:" >&2
    jq . "$work/answer" >&2
    exit 1
  fi
  cat "$work/answer"
}

step() { # name path step [json]: read the record, take its ETag, take the step
  call "$1" GET "$2" > /dev/null
  ETAG=$(awk 'tolower($1) == "etag:" { print $2 }' "$work/headers" | tr -d '\r')
  ETAG=$ETAG call "$1" POST "$2/$3" "${4:-{\}}"
  ETAG=
}

ETAG=
for name in chief lead hospital inspector inspector2 auditor; do sign_in "$name"; done

say "1. The chief sees the campaigns"
call chief GET '/campaigns?limit=50' | jq -r '.items[] | "\(.number)  \(.state)  \(.duty_count) duties  \(.title)"'

say "2. The hospital owes self-checks; it reports two problems on one"
call hospital GET '/duties?state=open&proof=self_check&limit=50' > "$work/open"
jq -e '.items | length >= 2' "$work/open" > /dev/null || { echo "Run it against a fresh demo: no self-check is open."; exit 1; }
first=$(jq -r '.items[0].id' "$work/open") second=$(jq -r '.items[1].id' "$work/open")
campaign=$(jq -r '.items[0].campaign_id' "$work/open")
before=$(call lead GET "/campaigns/$campaign/progress" | jq '[.groups[].actual] | add')
step hospital "/duties/$first" submit '{"problems": [
  {"problem": "急诊通道监控有一处盲区", "measure": "加装摄像头一台", "standard": "重点区域监控全覆盖", "person": "保卫科科长"},
  {"problem": "投诉电话未在门诊大厅公示", "measure": "当日张贴", "standard": "醒目位置可见", "person": "医患办主任"}]}' |
  jq -r '"\(.number) is \(.state), \(.fact); tasks: \([.submissions[-1].problems[].task_number] | join(", "))"'

say "3. It sends a zero report on another, and says that it is meant"
step hospital "/duties/$second" submit '{"kind": "zero", "confirm_zero": true, "note": "已逐项检查，未发现问题"}' |
  jq -r '"\(.number) is \(.state), fact: \(.fact)"'

say "4. The section lead issues the first task"
task=$(call lead GET "/rectification-tasks?source_id=$first&limit=10" | jq -r '.items[-1].id')
step lead "/rectification-tasks/$task" issue | jq -r '"\(.number): \(.problem) (until \(.due_on))"'

say "5. The hospital signs for it, shows a photograph of the state after, and asks for closure"
today=$(TZ=Asia/Shanghai date +%F)
step hospital "/rectification-tasks/$task" accept "{\"cause\": \"改造时遗漏\", \"plan\": \"采购并安装\", \"responsible_person\": \"保卫科科长\", \"planned_on\": \"$today\"}" |
  jq -r .state
printf 'iVBORw0KGgoAAAANSUhEUgAAAAEAAAABCAYAAAAfFcSJAAAADUlEQVR42mNk+M9QDwADhgGAWjR9awAAAABJRU5ErkJggg==' |
  base64 -d > "$work/after.png"
curl -sSf "$BASE/attachments" -H "Authorization: Bearer $(cat "$work/hospital")" -F subject_type=rectification_task \
  -F "subject_id=$task" -F purpose=after -F "file=@$work/after.png" | jq -r '"evidence \(.sha256[0:16])…, \(.media_type)"'
step hospital "/rectification-tasks/$task" submit '{"measures_taken": "已加装摄像头并联网，盲区消除"}' | jq -r .state

say "6. Two inspectors verify; the section lead strikes it off"
step inspector "/rectification-tasks/$task" start-verification | jq -r .state
step inspector "/rectification-tasks/$task" record-opinion '{"accepts": true, "on_site": true, "opinion": "现场核查属实"}' > /dev/null
step inspector2 "/rectification-tasks/$task" record-opinion '{"accepts": true, "on_site": true, "opinion": "同意销号"}' > /dev/null
step lead "/rectification-tasks/$task" close '{"reason": "复核通过，同意销号"}' | jq -r '"\(.number) is \(.state)"'

say "7. Progress moved, and every number opens its rows"
call lead GET "/campaigns/$campaign/progress" > "$work/progress"
after=$(jq '[.groups[].actual] | add' "$work/progress")
echo "reports came in before: $before, after: $after"
jq -r '.groups[] | select(.facts.on_time > 0) | [.facts.on_time, .rows.on_time] | @tsv' "$work/progress" | head -3 |
  while IFS=$'\t' read -r number query; do
    rows=$(call lead GET "/duties?$query&count=exact&limit=1" | jq .total)
    echo "on time: $number, rows behind it: $rows"
    [ "$number" = "$rows" ]
  done

say "8. The auditor has the journal verified"
call auditor POST /journal/verify '{}' | jq -c .
