// Hooks for React over the client of the UI kit, in one file that is used as it is.
//
// React is given to it, so that it is the page's own, however that was loaded:
//
//   import * as React from "react";
//   import { laurelHooks } from "https://laurel.example.com/ui/react.js";
//   const { LaurelProvider, useStreaks } = laurelHooks(React);

import { connect } from "./laurel.js";

/**
 * What a hook gives.
 * @template T
 * @typedef {object} Live
 * @property {T | undefined} data What the server answered last; also without a connection.
 * @property {boolean} isLoading Whether nothing is known yet.
 * @property {boolean} isStale Whether what is known may be out of date.
 * @property {Error | null} error Why it could not be asked for.
 * @property {() => void} refresh Asks anew.
 */

/**
 * Makes the hooks for a React.
 * @param {any} React What `import * as React from "react"` gives: 18 or later.
 */
export function laurelHooks(React) {
  const {
    createContext,
    createElement,
    useCallback,
    useContext,
    useEffect,
    useMemo,
    useRef,
    useSyncExternalStore,
  } = React;
  const Context = createContext(null);

  /**
   * Whose data the components inside of it show.
   * @param {{user: string, apiKey?: string, token?: string | (() => string | Promise<string>), address?: string,
   *   tenant?: string, cache?: boolean, children?: any}} props
   */
  function LaurelProvider({ user, apiKey, token, address, tenant, cache, children }) {
    // A function that is written in place is another one each time; the newest is asked.
    const newest = useRef(token);
    newest.current = token;
    const isFunction = typeof token === "function";
    const give = useCallback(() => newest.current(), []);
    const credential = isFunction ? give : token;
    const client = useMemo(
      () => connect({ user, apiKey, token: credential, address, tenant, cache }),
      [user, apiKey, credential, address, tenant, cache],
    );
    return createElement(Context.Provider, { value: client }, children);
  }

  /** The client: `call`, `event` and `on`. */
  function useLaurel() {
    const client = useContext(Context);
    if (!client) throw new Error("useLaurel: there is no LaurelProvider around this component");
    return client;
  }

  /**
   * The answer of one address of the API, which stays up to date.
   * @param {string | null} path Nothing is asked for while it is `null`.
   * @returns {Live<any>}
   */
  function useLaurelData(path) {
    const client = useLaurel();
    const resource = useMemo(() => path ? client.resource(path) : null, [client, path]);
    // What changes is told by a number, as the resource stays the same object.
    const count = useRef(0);
    const subscribe = useCallback((listener) => {
      if (!resource) return () => {};
      return resource.subscribe(() => {
        count.current += 1;
        listener();
      });
    }, [resource]);
    const state = () => count.current;
    useSyncExternalStore(subscribe, state, state);
    return {
      data: resource?.value,
      isLoading: Boolean(resource) && resource.value === undefined && !resource.error,
      isStale: resource?.isStale ?? false,
      error: resource?.error ?? null,
      refresh: () => resource?.refresh(),
    };
  }

  /** All streaks of the user: `GET /v1/users/{id}/streaks`. */
  function useStreaks() {
    return useLaurelData(`${useLaurel().userPath}/streaks`);
  }

  /**
   * The primary streak with its last periods: `GET /v1/users/{id}/streak`.
   * @param {{periods?: number}} [options]
   */
  function useStreak({ periods = 31 } = {}) {
    return useLaurelData(`${useLaurel().userPath}/streak?historyPeriods=${periods}`);
  }

  /** The user's achievements, those to come too. */
  function useAchievements() {
    return useLaurelData(`${useLaurel().userPath}/achievements?includeIncomplete=true`);
  }

  /**
   * The user's points of a system, with the newest awards.
   * @param {string} system The points system's key.
   */
  function usePoints(system) {
    return useLaurelData(`${useLaurel().userPath}/points/${encodeURIComponent(system)}?awards=20`);
  }

  /**
   * A leaderboard with its places.
   * @param {string} key
   * @param {{limit?: number, run?: string}} [options]
   */
  function useLeaderboard(key, { limit = 100, run } = {}) {
    const more = run ? `&run=${encodeURIComponent(run)}` : "";
    return useLaurelData(`/v1/leaderboards/${encodeURIComponent(key)}?limit=${limit}${more}`);
  }

  /**
   * Calls a function for each fact about the user, as it happens.
   * @param {(type: string, data: any) => void} listener
   */
  function useFacts(listener) {
    const client = useLaurel();
    const newest = useRef(listener);
    newest.current = listener;
    useEffect(() => client.on((type, data) => newest.current(type, data)), [client]);
  }

  /** `connecting`, `live`, `offline` or `refused`. */
  function useConnection() {
    const client = useLaurel();
    const subscribe = useCallback((listener) => {
      client.changes.addEventListener("state", listener);
      return () => client.changes.removeEventListener("state", listener);
    }, [client]);
    const state = () => client.state;
    return useSyncExternalStore(subscribe, state, state);
  }

  return {
    LaurelProvider,
    useLaurel,
    useLaurelData,
    useStreaks,
    useStreak,
    useAchievements,
    usePoints,
    useLeaderboard,
    useFacts,
    useConnection,
  };
}
