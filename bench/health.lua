-- wrk script: the smallest request and answer.

wrk.path = "/health"
wrk.headers["Host"] = "laurel"

done = require("figures")
