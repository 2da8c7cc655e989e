-- wrk script: one path, again and again.
--
--   wrk ... -s path.lua http://host:port -- KEY PATH

local text

function init(arguments)
    text = "GET " .. arguments[2] .. " HTTP/1.1\r\nHost: laurel\r\nX-API-KEY: " .. arguments[1] .. "\r\n\r\n"
end

function request()
    return text
end

done = require("figures")
