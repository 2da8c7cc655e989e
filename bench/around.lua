-- wrk script: a page around random users.
--
--   wrk ... -s around.lua http://host:port -- KEY PATH USERS
--
-- PATH has a query, to which the user is added.

local requests, users
local random = math.random

function init(arguments)
    local key, path = arguments[1], arguments[2]
    users = tonumber(arguments[3])
    local tail = " HTTP/1.1\r\nHost: laurel\r\nX-API-KEY: " .. key .. "\r\n\r\n"
    requests = {}
    for number = 1, users do
        requests[number] = string.format("GET %s&userId=user-%06d", path, number - 1) .. tail
    end
end

function request()
    return requests[random(users)]
end

done = require("figures")
