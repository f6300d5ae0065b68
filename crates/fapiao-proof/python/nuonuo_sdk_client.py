"""Lets somebody else's client judge the sandbox: the PyPI package nuonuo-sdk 0.2.0 against `fapiao sandbox`.

The environment variable FAPIAO_BIN names the built command. The client signs, encodes and reads by itself and knows nothing
of fapiao, so a mistake that our clients share with our sandbox shows here. Started by `cargo xtask python-client`.
"""

import json
import os
import queue
import subprocess
import sys
import threading
import time
import urllib.request
from contextlib import contextmanager

from nuonuo import AuthenticationError, Nuonuo

START_SECONDS = 30
ISSUE_SECONDS = 20
ORDER_NUMBER = "PY20261121000001"
WRONG_SECRET = "NOT-THE-SECRET-OF-THIS-APP"


class Refuted(Exception):
    """The sandbox did not do as Nuonuo does."""


def main():
    with sandbox(os.environ.get("FAPIAO_BIN", "")) as account:
        with client_of(account) as client:
            gets_a_token(client)
            issues(client, account)
            is_refused_the_same_number(client, account)
            queries_until_issued(client)
            token = client._access_token
        is_told_of_a_wrong_secret(account, token)
        is_told_of_a_wrong_secret_for_a_token(account)
        finds_no_secret_in_the_log(account)


def gets_a_token(client):
    answer = client.get_merchant_token()
    expect(bool(answer.get("access_token")), "a token is given", answer)
    passed("a token is given for the right key and secret")


def issues(client, account):
    answer = client.nst.issue(order_of(account))
    expect(answer.get("code") == "E0000", "an order is taken on with E0000", answer)
    expect(bool(answer["result"].get("invoiceSerialNum")), "the answer has a serial number", answer)
    passed("an order is taken on")


def is_refused_the_same_number(client, account):
    answer = client.nst.issue(order_of(account))
    expect(answer.get("code") == "E9106", "the same order number is refused with E9106", answer)
    passed("the same order number is refused with E9106")


def queries_until_issued(client):
    end = time.monotonic() + ISSUE_SECONDS
    while True:
        answer = client.nst.query(order_nos=[ORDER_NUMBER], include_details=True)
        expect(answer.get("code") == "E0000", "a query for a known order is answered with E0000", answer)
        (invoice,) = answer["result"]
        status = str(invoice["status"])
        if status == "2":
            break
        expect(status in ("20", "21"), "an order is worked on (20, 21) until it is issued (2)", invoice)
        expect(time.monotonic() < end, f"the order is issued within {ISSUE_SECONDS} s", invoice)
        time.sleep(0.1)
    expect(invoice.get("orderNo") == ORDER_NUMBER, "the invoice names its order", invoice)
    expect(len(str(invoice.get("invoiceNo") or invoice.get("allElectronicInvoiceNumber"))) == 20, "its number has 20 digits", invoice)
    expect(float(invoice["exTaxAmount"]) == 200.0 and float(invoice["taxAmount"]) == 26.0, "its amounts are the order's", invoice)
    passed("the order is queried until it is issued")


def is_told_of_a_wrong_secret(account, token):
    with client_of({**account, "app_secret": WRONG_SECRET}) as client:
        client.set_access_token(token)
        answer = client.nst.issue({**order_of(account), "orderNo": ORDER_NUMBER + "X"})
    expect(str(answer.get("code")) == "070601", "a wrong signature is refused with 070601", answer)
    entry = log_of(account)[-1]
    failed = entry.get("failed") or {}
    expect(failed.get("check") == "signature", "the request log names the check that failed", entry)
    expect(len(failed.get("detail") or "") > 20, "the request log says what was wrong with the signature", entry)
    passed(f"a wrong secret is refused with 070601; the log says: {failed['detail'][:100]}…")


def is_told_of_a_wrong_secret_for_a_token(account):
    with client_of({**account, "app_secret": WRONG_SECRET}) as client:
        try:
            client.get_merchant_token()
        except AuthenticationError:
            pass
        else:
            raise Refuted("a token was given for a wrong secret")
    failed = log_of(account)[-1].get("failed") or {}
    expect(failed.get("check") == "client_secret", "the request log names the client secret", failed)
    passed("no token is given for a wrong secret; the log names the client secret")


def finds_no_secret_in_the_log(account):
    log = json.dumps(log_of(account), ensure_ascii=False)
    expect(account["app_secret"] not in log, "the request log shows no secret of the sandbox", "(not repeated)")
    expect(WRONG_SECRET not in log, "the request log shows no secret that a client sent by mistake", "(not repeated)")
    passed("the request log shows no secret")


def order_of(account):
    line = {
        "goodsName": "办公用品", "goodsCode": "1060105020000000000", "withTaxFlag": "0", "num": "2", "price": "100",
        "taxRate": "0.13", "taxExcludedAmount": "200.00", "tax": "26.00", "taxIncludedAmount": "226.00",
        "invoiceLineProperty": "0",
    }
    return {
        "orderNo": ORDER_NUMBER, "buyerName": "杭州示例科技有限公司", "buyerTaxNum": "91330100MA2AXF2N2T",
        "salerTaxNum": account["tax_number"], "salerTel": "0571-77777777", "salerAddress": "杭州市西湖区示例路1号",
        "invoiceDate": time.strftime("%Y-%m-%d %H:%M:%S"), "clerk": "张三", "pushMode": "-1", "buyerPhone": "15858585858",
        "invoiceType": "1", "invoiceLine": "pc", "invoiceDetail": [line],
    }


def client_of(account):
    """The client takes HTTPS addresses only, but its attributes can be set to any."""
    client = Nuonuo(account["app_key"], account["app_secret"], tax_number=account["tax_number"], timeout=(5, 10))
    client.base_url, client.token_url = account["services_url"], account["token_url"]
    return client


def log_of(account):
    address = account["services_url"].split("/open/")[0] + "/_sandbox/log"
    direct = urllib.request.build_opener(urllib.request.ProxyHandler({}))
    with direct.open(address, timeout=10) as answer:
        return json.load(answer)


@contextmanager
def sandbox(command):
    if not command or not os.path.isfile(command):
        raise Refuted("FAPIAO_BIN has to name the built command: cargo build -p fapiao-cli")
    os.environ["NO_PROXY"] = os.environ["no_proxy"] = "127.0.0.1,localhost,::1"
    process = subprocess.Popen([command, "sandbox", "--port", "0", "--json"], stdout=subprocess.PIPE, text=True, encoding="utf-8")
    try:
        yield ready_line(process)["nuonuo"]
    finally:
        process.terminate()
        try:
            process.wait(timeout=10)
        except subprocess.TimeoutExpired:
            process.kill()
            process.wait()


def ready_line(process):
    lines = queue.Queue()
    threading.Thread(target=lambda: lines.put(process.stdout.readline()), daemon=True).start()
    try:
        line = lines.get(timeout=START_SECONDS)
    except queue.Empty:
        raise Refuted(f"`fapiao sandbox --json` said nothing within {START_SECONDS} s") from None
    try:
        ready = json.loads(line)
    except ValueError:
        raise Refuted(f"the first line of `fapiao sandbox --json` is no JSON: {line!r}") from None
    expect(ready.get("ready") is True, "the first line says that the sandbox is ready", ready)
    return ready


def expect(holds, claim, found):
    if not holds:
        raise Refuted(f"{claim}; found {json.dumps(found, ensure_ascii=False, default=str)}")


def passed(claim):
    print(f"ok: {claim}", flush=True)


if __name__ == "__main__":
    try:
        main()
    except Exception as error:  # whatever it is, it is a failure of this test, and one line says which
        print(f"nuonuo-sdk against `fapiao sandbox`: {type(error).__name__}: {error}", file=sys.stderr)
        sys.exit(1)
