/**
 * A call in the languages of the documentation.
 *
 * @param {{method: string, path: string, operation: any}} call
 * @returns {Record<string, string>}
 */
export function snippets({ method, path, operation }) {
  const target = path.replace(/\{(\w+)\}/g, (_, name) => sample(operation, name));
  const body = operation.requestBody?.content["application/json"]?.example;
  const isFile = operation.requestBody && !operation.requestBody.content["application/json"];
  const text = body === undefined ? undefined : JSON.stringify(body);
  return {
    curl: curl(method, target, text, isFile),
    Python: python(method, target, body, isFile),
    Node: node(method, target, body, isFile),
    Swift: swift(method, target, text, isFile),
  };
}

/**
 * @param {any} operation
 * @param {string} name
 */
function sample(operation, name) {
  const parameter = operation.parameters?.find((/** @type {any} */ each) => each.name === name);
  if (parameter?.schema?.format === "uuid") return "019a97c1-7d3e-7c4a-9a53-2f6c8f1f0d11";
  return name === "id" ? "ada" : name.toUpperCase();
}

/**
 * @param {string} method
 * @param {string} target
 * @param {string | undefined} text
 * @param {boolean} isFile
 */
function curl(method, target, text, isFile) {
  const verb = method === "GET" ? "" : `-X ${method} `;
  const data = isFile
    ? " \\\n  --data-binary @file"
    : text
    ? ` \\\n  -d '${text.replaceAll("'", "'\\''")}'`
    : "";
  return `curl ${verb}"$LAUREL${target}" -H "X-API-KEY: $KEY"${data}`;
}

/**
 * @param {string} method
 * @param {string} target
 * @param {unknown} body
 * @param {boolean} isFile
 */
function python(method, target, body, isFile) {
  const data = isFile
    ? `, content=open("file", "rb").read()`
    : body === undefined
    ? ""
    : `, json=${pythonValue(body)}`;
  return `import os, httpx

laurel = httpx.Client(base_url=os.environ["LAUREL"], headers={"X-API-KEY": os.environ["KEY"]})
answer = laurel.request("${method}", "${target}"${data})
answer.raise_for_status()
print(answer.text)`;
}

/**
 * @param {unknown} value
 * @returns {string}
 */
function pythonValue(value) {
  if (value === null) return "None";
  if (typeof value === "boolean") return value ? "True" : "False";
  if (Array.isArray(value)) return `[${value.map(pythonValue).join(", ")}]`;
  if (typeof value === "object") {
    return `{${
      Object.entries(value).map(([name, each]) => `${JSON.stringify(name)}: ${pythonValue(each)}`).join(", ")
    }}`;
  }
  return JSON.stringify(value);
}

/**
 * @param {string} method
 * @param {string} target
 * @param {unknown} body
 * @param {boolean} isFile
 */
function node(method, target, body, isFile) {
  const data = isFile
    ? `\n  body: await (await import("node:fs/promises")).readFile("file"),`
    : body === undefined
    ? ""
    : `\n  body: JSON.stringify(${JSON.stringify(body)}),`;
  return `const answer = await fetch(process.env.LAUREL + "${target}", {
  method: "${method}",
  headers: { "X-API-KEY": process.env.KEY },${data}
});
console.log(answer.status, await answer.text());`;
}

/**
 * @param {string} method
 * @param {string} target
 * @param {string | undefined} text
 * @param {boolean} isFile
 */
function swift(method, target, text, isFile) {
  const data = isFile
    ? `\nrequest.httpBody = try Data(contentsOf: URL(fileURLWithPath: "file"))`
    : text
    ? `\nrequest.httpBody = Data(#"${text}"#.utf8)`
    : "";
  return `import Foundation
#if canImport(FoundationNetworking)
  import FoundationNetworking
#endif

let environment = ProcessInfo.processInfo.environment
var request = URLRequest(url: URL(string: environment["LAUREL"]! + "${target}")!)
request.httpMethod = "${method}"
request.setValue(environment["KEY"], forHTTPHeaderField: "X-API-KEY")${data}
let (answer, _) = try await URLSession.shared.data(for: request)
print(String(decoding: answer, as: UTF8.self))`;
}
