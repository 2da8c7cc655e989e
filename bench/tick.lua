-- wrk script: ticks of a streak, by one user after the other.
--
--   wrk ... -s tick.lua http://host:port -- KEY CODE USERS
--
-- The load generator shares the processors with the server, so a request is a string made beforehand.

local requests, users
local count = 0

function init(arguments)
    local key, code = arguments[1], arguments[2]
    users = tonumber(arguments[3])

    -- Ids are of one width, so that every body is of one length.
    local body = '{"participant_id":"user-%06d","streak_code":"' .. code .. '"}'
    local head = "POST /api/v1/gamify/streaks/record HTTP/1.1\r\nHost: laurel\r\nAuthorization: Bearer " .. key
        .. "\r\nContent-Type: application/json\r\nContent-Length: " .. #string.format(body, 0) .. "\r\n\r\n"
    requests = {}
    for number = 1, users do
        requests[number] = head .. string.format(body, number - 1)
    end
end

function request()
    count = count % users + 1
    return requests[count]
end

done = require("figures")
