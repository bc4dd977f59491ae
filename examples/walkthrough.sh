#!/usr/bin/env bash
# The main job over plain HTTP, against a running demo (`make run`): from the chief's campaigns to the proven journal.
# Needs curl and python3. Each call is what an integrator would send; the script checks every number it shows, and stops
# at the first answer it did not expect.
set -euo pipefail
BASE=${BASE:-http://127.0.0.1:8000}/api/v1
PASSWORD=${DUBAN_DEMO_PASSWORD:-duban-demo-2026}
CAMPAIGNS=9
work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT

say() { printf '\n\033[1m%s\033[0m\n' "$*"; }
fail() { echo "walkthrough: $*" >&2; exit 1; }
same() { [ "$2" = "$3" ] || fail "$1: expected $2, found $3"; } # what, expected, found

pick() { # python expression over the JSON `d` on stdin → its value on stdout
  python3 -S -c 'import json, sys; d = json.load(sys.stdin); print(eval(sys.argv[1]))' "$1"
}

sign_in() { # name → the token is kept under that name
  curl -sSf "$BASE/auth/token" -d grant_type=password -d "username=$1" --data-urlencode "password=$PASSWORD" |
    pick 'd["access_token"]' > "$work/$1"
}

call() { # name method path [json] → body on stdout; fails on a refusal, unless EXPECT names its status
  local body=()
  [ $# -lt 4 ] || body=(-H 'Content-Type: application/json' -d "$4")
  curl -sS -D "$work/headers" -o "$work/answer" -X "$2" "$BASE$3" -H "Authorization: Bearer $(cat "$work/$1")" \
    -H "Idempotency-Key: $(cat /proc/sys/kernel/random/uuid 2> /dev/null || uuidgen)" -H 'Accept-Language: zh' \
    ${ETAG:+-H "If-Match: $ETAG"} "${body[@]}"
  local status
  status=$(awk 'toupper($1) ~ /^HTTP/ { status = $2 } END { print status }' "$work/headers")
  if [ -n "${EXPECT:-}" ]; then
    same "$1 $2 $3" "$EXPECT" "$status"
  elif [ "$status" -ge 400 ]; then
    cat "$work/answer" >&2
    fail "$1 $2 $3 answered $status"
  fi
  cat "$work/answer"
}

step() { # name path step [json]: read the record, take its ETag, take the step
  EXPECT='' call "$1" GET "$2" > /dev/null
  local tag
  tag=$(awk 'tolower($1) == "etag:" { print $2 }' "$work/headers" | tr -d '\r')
  ETAG=$tag call "$1" POST "$2/$3" "${4:-{\}}"
}

picture() { # file word: a picture of one pixel, another one for each word
  python3 - "$1" "$2" <<'PYTHON'
import struct, sys, zlib
def chunk(kind, data): return struct.pack(">I", len(data)) + kind + data + struct.pack(">I", zlib.crc32(kind + data))
with open(sys.argv[1], "wb") as file:
    file.write(b"\x89PNG\r\n\x1a\n" + chunk(b"IHDR", struct.pack(">IIBBBBB", 1, 1, 8, 0, 0, 0, 0))
               + chunk(b"tEXt", b"Comment\0" + sys.argv[2].encode()) + chunk(b"IDAT", zlib.compress(b"\0\0")) + chunk(b"IEND", b""))
PYTHON
}

attach() { # name task purpose
  picture "$work/$3.png" "$3"
  curl -sSf "$BASE/attachments" -H "Authorization: Bearer $(cat "$work/$1")" -F subject_type=rectification_task \
    -F "subject_id=$2" -F "purpose=$3" -F "file=@$work/$3.png" > "$work/attached"
  echo "evidence $3: $(pick 'd["sha256"][:16] + "…, " + d["media_type"]' < "$work/attached")"
}

ETAG=''
for name in chief clerk lead hospital inspector inspector2 auditor; do sign_in "$name"; done

say "1. The chief sees the nine campaigns"
call chief GET '/campaigns?limit=50' > "$work/campaigns"
pick '"\n".join(f"""{c["number"]}  {c["state"]}  {c["duty_count"]} duties  {c["title"]}""" for c in d["items"])' \
  < "$work/campaigns"
same "campaigns of the chief" "$CAMPAIGNS" "$(pick 'len(d["items"])' < "$work/campaigns")"

say "2. The hospital owes self-checks; it reports two problems on one"
call hospital GET '/duties?state=open&proof=self_check&limit=50' > "$work/open"
[ "$(pick 'len(d["items"])' < "$work/open")" -ge 2 ] || fail "no two self-checks are open: run it against a fresh demo"
first=$(pick 'd["items"][0]["id"]' < "$work/open")
second=$(pick 'd["items"][1]["id"]' < "$work/open")
campaign=$(pick 'd["items"][0]["campaign_id"]' < "$work/open")
reports=$(pick 'sum(item["campaign_id"] == d["items"][0]["campaign_id"] for item in d["items"][:2])' < "$work/open")
before=$(call lead GET "/campaigns/$campaign/progress" | pick 'sum(group["actual"] for group in d["groups"])')
step hospital "/duties/$first" submit '{"problems": [
  {"problem": "急诊通道监控有一处盲区", "measure": "加装摄像头一台", "standard": "重点区域监控全覆盖", "person": "保卫科科长"},
  {"problem": "投诉电话未在门诊大厅公示", "measure": "当日张贴", "standard": "醒目位置可见", "person": "医患办主任"}]}' > "$work/checked"
pick 'd["number"] + " is " + d["state"] + ", " + d["fact"]' < "$work/checked"
same "tasks opened by the self-check" 2 "$(pick 'len({p["task_number"] for p in d["submissions"][-1]["problems"]})' < "$work/checked")"

say "3. It sends a zero report on another, and says that it is meant"
step hospital "/duties/$second" submit '{"kind": "zero", "confirm_zero": true, "note": "已逐项检查，未发现问题"}' > "$work/zero"
pick 'd["number"] + " is " + d["state"] + ", fact: " + d["fact"]' < "$work/zero"
same "a zero report is one" True "$(pick 'd["zero"]' < "$work/zero")"

say "4. The section lead issues both tasks"
tasks=$(pick '" ".join(p["task_id"] for p in d["submissions"][-1]["problems"])' < "$work/checked")
for task in $tasks; do
  step lead "/rectification-tasks/$task" issue > "$work/issued"
  pick 'd["number"] + ": " + d["problem"] + " (until " + d["due_on"] + ")"' < "$work/issued"
  same "state of the task" issued "$(pick 'd["state"]' < "$work/issued")"
done
task=${tasks%% *}

say "5. The hospital signs for it, shows the state before and after, and its head asks for closure"
today=$(TZ=Asia/Shanghai date +%F)
step hospital "/rectification-tasks/$task" accept "{\"cause\": \"改造时遗漏\", \"plan\": \"采购并安装\", \"responsible_person\": \"保卫科科长\", \"planned_on\": \"$today\"}" |
  pick 'd["state"]'
attach hospital "$task" before
attach hospital "$task" after
step hospital "/rectification-tasks/$task" submit '{"measures_taken": "已加装摄像头并联网，盲区消除"}' > "$work/submitted"
same "evidence before and after" "1 1" "$(pick 'f"""{d["before_count"]} {d["after_count"]}"""' < "$work/submitted")"

say "6. Two inspectors verify; the section lead strikes it off"
step inspector "/rectification-tasks/$task" start-verification | pick 'd["state"]'
for checker in inspector inspector2; do
  step "$checker" "/rectification-tasks/$task" record-opinion '{"accepts": true, "on_site": true, "opinion": "现场核查属实"}' |
    pick '"accepted by " + str(d["accepting_opinions"])'
done
step lead "/rectification-tasks/$task" close '{"reason": "复核通过，同意销号"}' > "$work/closed"
pick 'd["number"] + " is " + d["state"] + ", look back on " + d["look_back_on"]' < "$work/closed"
same "state of the task" closed "$(pick 'd["state"]' < "$work/closed")"

say "7. Progress moved, and every number opens its rows"
call lead GET "/campaigns/$campaign/progress" > "$work/progress"
after=$(pick 'sum(group["actual"] for group in d["groups"])' < "$work/progress")
echo "reports came in before: $before, after: $after"
same "reports after" "$((before + reports))" "$after"
pick '"\n".join(f"""{g["facts"][f]} {g["rows"][f]}""" for g in d["groups"] for f in g["facts"] if g["facts"][f])' \
  < "$work/progress" > "$work/numbers"
checked=0
while read -r number query; do
  rows=$(call lead GET "/duties?$query&count=exact&limit=1" | sed 's/.*"total": *\([0-9]*\).*/\1/')
  same "rows behind a number ($query)" "$number" "$rows"
  checked=$((checked + 1))
done < "$work/numbers"
[ "$checked" -gt 0 ] || fail "there was no number to open"
echo "$checked numbers opened, each with exactly its rows"

say "8. The look-back comes on a later day, and from somebody else"
answers='{"check_was_complete": true, "rectified_in_place": true, "public_is_satisfied": true, "finding": "保持良好"}'
EXPECT=409 step clerk "/rectification-tasks/$task" consolidate "$answers" > "$work/refused"
pick 'd["detail"]' < "$work/refused"
same "why not today" looked_back_too_early "$(pick 'd["code"]' < "$work/refused")"

say "9. The auditor has the journal verified"
call auditor POST /journal/verify '{}' > "$work/verified"
cat "$work/verified"
same "the journal is whole" True "$(pick 'd["ok"]' < "$work/verified")"
[ "$(pick 'd["entries"]' < "$work/verified")" -gt 0 ] || fail "no entry was verified"

say "Done: everything was as it should be."
