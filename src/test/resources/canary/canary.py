# Prints and writes what is in $CANARY_KEY in every form and cut at every place. usage: canary.py lines|json
import base64, json, os, sys, urllib.parse

secret = os.environ["CANARY_KEY"]
data = secret.encode()
forms = [secret, secret.replace("\n", "\\n")]
forms += [base64.b64encode(before + data).decode() for before in (b"", b"a", b"ab")]
forms += [base64.urlsafe_b64encode(b"x" + data).decode(), data.hex(), data.hex().upper()]
forms += [urllib.parse.quote(secret, safe=""), urllib.parse.quote_plus(secret), json.dumps(secret), json.dumps(json.dumps(secret))]
forms += ["".join("\\u%04x" % ord(c) for c in secret), "".join("%%%02x" % b for b in data)]
wrapped = [base64.encodebytes(b"padding " * 9 + data).decode(), "\n".join(secret[i:i + 5] for i in range(0, len(secret), 5))]


def lines(say):
    for form in forms + wrapped:
        say("form: " + form)
    for cut in range(1, len(secret)):
        say(secret[:cut])
        say(secret[cut:])
        say("cut " + str(cut))


def as_json():
    def event(**fields):
        print(json.dumps(fields), flush=True)

    def text(words):
        event(type="assistant", message={"id": "m", "content": [{"type": "text", "text": words}], "usage": {}})

    event(type="system", subtype="init", session_id="5d1f0c4e-0000-4000-8000-000000000001", model="m", tools=[])
    for number, form in enumerate(forms + wrapped):
        text("form: " + form)
        tool = "tool-%d" % number
        event(type="assistant", message={"id": "m", "usage": {}, "content": [
            {"type": "tool_use", "id": tool, "name": "Bash", "input": {"command": "echo " + form}}]})
        event(type="user", message={"content": [{"type": "tool_result", "tool_use_id": tool, "content": form}]})
        event(type="unheard-of", detail=form)
        print(json.dumps({"type": "assistant", "message": {"content": [{"type": "thinking", "thinking": form}]}},
                         ensure_ascii=False), flush=True)
    for cut in range(1, len(secret)):
        text(secret[:cut])
        text(secret[cut:])
    # Every character of it escaped, so that no line of the stream holds it as it is.
    print('{"type":"assistant","message":{"content":[{"type":"text","text":"%s"}]}}'
          % "".join("\\u%04x" % ord(c) for c in secret), flush=True)
    event(type="result", subtype="success", is_error=False, usage={}, total_cost_usd=0,
          result="<promise>COMPLETE</promise> " + " ".join(forms))


with open("leak.txt", "w") as leak:
    lines(lambda words: leak.write(words + "\n"))
open("named-" + data.hex(), "w").close()
if sys.argv[1] == "json":
    as_json()
else:
    lines(print)
    lines(lambda words: print(words, file=sys.stderr))
    print("<promise>COMPLETE</promise>")
