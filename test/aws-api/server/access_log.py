"""Says on the standard error which operation was called in which account and region, and what was refused."""

import sys
import traceback
from xml.sax.saxutils import escape

from moto.core.responses import BaseResponse

_call_action = BaseResponse.call_action


def call_action(self: BaseResponse):
    try:
        result = _call_action(self)
    except Exception as error:
        traceback.print_exc()
        # What fails here is answered at once: clients repeat requests after a server's error.
        message = escape(f"{type(error).__name__}: {error}")
        body = f"<ErrorResponse><Error><Type>Sender</Type><Code>NotServedHere</Code><Message>{message}</Message></Error></ErrorResponse>"
        result = 400, {"status": 400}, body
    print(f"{self.current_account} {self.region} {self.service_name} {self._get_action()} {result[0]}", file=sys.stderr, flush=True)
    if result[0] >= 400:
        print(f"  {result[2]}", file=sys.stderr, flush=True)
    return result


BaseResponse.call_action = call_action
