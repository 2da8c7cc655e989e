public import CivilTime

/// Why a streak stands where it stands: every period of its run, and what each was found to be.
public struct StreakAudit: Sendable {
    /// How it stands.
    public let state: StreakState
    /// The periods of the run, oldest first; of a run that is over, through the one that ended it.
    public let periods: [AccountedPeriod]
    /// Whether the run has older periods, which were left out.
    public let isCut: Bool
}

/// A period of a run, and what it was found to be.
public struct AccountedPeriod: Hashable, Sendable {
    /// What it was found to be.
    public enum Verdict: Hashable, Sendable {
        /// It has ended.
        case ended(JudgedPeriod.Verdict)
        /// It is the current one and satisfied already.
        case satisfiedSoFar
        /// It is the current one and not satisfied yet; what would cover it, if a run is going.
        case open(cover: JudgedPeriod.Verdict?)
    }

    /// The dates that it is made of.
    public let dates: ClosedRange<CivilDate>
    /// When it began, and when it ended or will end.
    public let instants: Range<Instant>
    /// The zone in which it was judged.
    public let zone: Zone
    /// What it was found to be.
    public let verdict: Verdict
    /// What counted in it, under the rule that tells; nothing when nothing did.
    public internal(set) var progress: StreakProgress?
    /// The rule that tells what counted: of several, the one that was satisfied first, else the
    /// newest.
    public let rule: StreakRule
    /// Since when it was satisfied, by the easier of its rules.
    public let satisfiedAt: Instant?
    /// The length before it ended; of the period that broke a run, the length that was lost.
    public let length: Int
    /// The length after it.
    public let lengthAfter: Int
    /// How many freezes were left after it.
    public let freezes: Int
    /// What was reset and restored in it.
    public let corrections: [AccountedCorrection]
    /// When the run was taken up again across it, if that is what covered it.
    public let restoredAt: Instant?
    /// When the run broke, if it broke because of this period.
    public let brokenAt: Instant?
    /// How much of a date the user lived, where a change of zone left less than half of it.
    public let lived: Duration?
    /// Whether a change of zone cut it short, but it was one too many to be neutral (R20).
    public internal(set) var isBeyondNeutralLimit = false
    /// The rules that held in it, oldest first: the easiest of them judged it.
    public let rules: [StreakVersion]
    /// The amnesty that covered it, or will cover it, if that is what does.
    public internal(set) var amnesty: StreakAmnesty?
    /// When its days began, if the user had said so.
    public internal(set) var dayStartsAt: WallTime?

    /// Whether no run goes beyond it.
    var endsRun: Bool {
        lengthAfter == 0 && (brokenAt != nil || corrections.contains(where: \.endsRun))
    }
}

/// A reset or a restore, and what it came to.
public struct AccountedCorrection: Hashable, Sendable {
    /// When.
    public let at: Instant
    /// What was done.
    public let kind: StreakCorrection.Kind
    /// The length from then on; nothing of a restore whose period was reset after it, since what it
    /// had found is not known any more.
    public let length: Int?
    /// When a restore took it back, if it is a reset.
    public let takenBackAt: Instant?

    /// Whether it ended the run, and that still holds.
    var endsRun: Bool { kind == .reset && takenBackAt == nil }
}

extension PeriodTally {
    /// The progress under the rule that tells what counted.
    fileprivate var telling: StreakProgress { tellingIndex.map { parts[$0] } ?? progress }
}

extension StreakTimeline {
    /// The rule that tells what counted in a period, among those that it was counted by.
    fileprivate func rule(
        telling tally: PeriodTally?,
        among versions: [StreakVersion]
    ) -> StreakRule {
        guard let tally, let index = tally.tellingIndex, versions.indices.contains(index) else {
            return versions.last?.rule ?? rule
        }
        return versions[index].rule
    }
}

extension StreakJudge {
    /// The account of a streak's last run: at most so many of its periods, the newest.
    ///
    /// The periods are the newest ones, oldest first, which are all that there are if they are whole.
    /// With earlier runs, also of what came before it.
    public func account(
        of periods: [StreakPeriod],
        isWhole: Bool,
        limit: Int,
        withEarlierRuns: Bool = false,
        at now: Instant
    ) -> StreakAudit {
        let now = timeline.pausedSince.map { min($0, now) } ?? now
        let state = state(of: periods, at: now)
        let all =
            switch windows {
            case .calendar(let judge): judge.seeing(periods).account(of: periods, state, at: now)
            case .rolling(let judge): judge.account(of: periods, at: now)
            }
        guard !all.isEmpty else { return StreakAudit(state: state, periods: [], isCut: false) }
        var start = all.endIndex - 1
        while start > 0, withEarlierRuns || !all[start - 1].endsRun { start -= 1 }
        let run = all[start...].suffix(limit)
        let isCut = run.startIndex > start || start == 0 && !isWhole
        return StreakAudit(state: state, periods: Array(run), isCut: isCut)
    }
}

extension CalendarJudge {
    fileprivate func account(
        of periods: [StreakPeriod],
        _ state: StreakState,
        at now: Instant
    ) -> [AccountedPeriod] {
        let tallies = Dictionary(periods.map { ($0.opens, $0.tally) }) { first, _ in first }
        var account: [AccountedPeriod] = []
        for judged in state.journal {
            let isIdle = judged.verdict == .idle && judged.lengthAfter == 0
            // A reset of a streak that had no length is no part of the story.
            if isIdle, account.last.map({ $0.lengthAfter == 0 }) ?? true { continue }
            account.append(accounted(judged, tally: tallies[judged.opens]))
        }
        guard let current = state.currentPeriod?.key else { return account }
        let today = currentPeriod(current, tally: tallies[current], state, at: now)
        let isOver = state.status == .broken || state.status == .lapsed
        if !isOver || today.endsRun || account.isEmpty { account.append(today) }
        return account
    }

    private func accounted(_ judged: JudgedPeriod, tally: PeriodTally?) -> AccountedPeriod {
        let dates = dates(of: judged.opens)
        let instants = instants(of: judged.opens)
        let isNeutral = judged.verdict == .neutral
        let isMissed = [.grace, .freeze, .broken, .restored].contains(judged.verdict)
        return AccountedPeriod(
            dates: dates,
            instants: instants,
            zone: zone(on: dates.lowerBound),
            verdict: .ended(judged.verdict),
            progress: tally?.telling,
            rule: timeline.rule(telling: tally, among: tallied(in: judged.opens)),
            satisfiedAt: tally?.satisfiedAt,
            length: judged.length,
            lengthAfter: judged.lengthAfter,
            freezes: judged.freezes,
            corrections: corrections(
                in: judged.opens,
                lengthBefore: judged.lengthBefore,
                satisfiedAt: tally?.satisfiedAt
            ),
            restoredAt: judged.verdict == .restored ? restore(covering: judged.opens) : nil,
            brokenAt: judged.verdict == .broken ? instants.upperBound : nil,
            lived: isNeutral
                ? zones.livedDuration(of: dates.lowerBound, resetTime: window.resetTime) : nil,
            isBeyondNeutralLimit: isMissed && isBeyondNeutralLimit(dates.lowerBound),
            rules: Array(timeline.inForce(during: instants)),
            amnesty: judged.verdict == .amnesty ? amnesty(covering: judged.opens) : nil,
            dayStartsAt: entry(on: dates.lowerBound).dayStartsAt
        )
    }

    private func currentPeriod(
        _ current: Int64,
        tally: PeriodTally?,
        _ state: StreakState,
        at now: Instant
    ) -> AccountedPeriod {
        let instants = state.window ?? instants(of: current)
        return AccountedPeriod(
            dates: dates(of: current),
            instants: instants,
            zone: zones.zone(at: now),
            verdict: state.currentVerdict,
            progress: tally?.telling,
            rule: timeline.rule(telling: tally, among: tallied(in: current)),
            satisfiedAt: state.extendedAt,
            length: state.length,
            lengthAfter: state.length,
            freezes: state.freezeBalance,
            corrections: corrections(
                in: current,
                lengthBefore: max(0, state.length - (state.extendedAt == nil ? 0 : 1)),
                satisfiedAt: state.extendedAt
            ).filter { $0.at.isMade(by: now) },
            restoredAt: nil,
            brokenAt: nil,
            lived: nil,
            rules: Array(timeline.inForce(during: instants)),
            amnesty: state.cover == .amnesty ? amnesty(covering: current) : nil,
            dayStartsAt: zones.entry(at: now).dayStartsAt
        )
    }
}

extension CalendarJudge {
    /// What was reset and restored in a period, in order; a restore is told with the length that it
    /// found there.
    private func corrections(
        in period: Int64,
        lengthBefore: Int,
        satisfiedAt: Instant?
    ) -> [AccountedCorrection] {
        let resets = corrections.resets(in: period).map {
            AccountedCorrection(at: $0, kind: .reset, length: 0, takenBackAt: nil)
        }
        let takenBack = corrections.takenBack.filter { $0.opens == period }.map {
            AccountedCorrection(at: $0.at, kind: .reset, length: 0, takenBackAt: $0.by)
        }
        let restores = corrections.restores(in: period).map { restore in
            let isExtended = satisfiedAt.map { $0 < restore.at } ?? false
            let isVoided = resets.contains { $0.at >= restore.at }
            return AccountedCorrection(
                at: restore.at,
                kind: .restore,
                length: isVoided ? nil : lengthBefore + (isExtended ? 1 : 0),
                takenBackAt: nil
            )
        }
        return (resets + takenBack + restores).sorted { $0.at < $1.at }
    }

    /// When the restore was made that covers a period.
    private func restore(covering period: Int64) -> Instant? {
        let gap = restored.first { $0.covers(period) }
        return gap.flatMap { corrections.restores(in: $0.to).first?.at }
    }
}

extension RollingJudge {
    fileprivate func account(of periods: [StreakPeriod], at now: Instant) -> [AccountedPeriod] {
        let begun = periods.prefix { $0.opens <= now.microseconds }
        return begun.indices.map { index in
            let isLast = index == begun.endIndex - 1
            return accounted(begun[index], before: isLast ? nil : begun[index + 1].opens, at: now)
        }
    }

    private func accounted(
        _ period: StreakPeriod,
        before next: Int64?,
        at now: Instant
    ) -> AccountedPeriod {
        // What the window came to is known from the next one, or as of the moment after now.
        let end = next ?? now.adding(microseconds: 1).microseconds
        let after = standing(after: period, before: end)
        let instants = Instant(microseconds: period.opens)..<close(of: period.opens)
        let isSatisfied = period.tally.isSatisfied
        let isBroken = period.before.isGoing || isSatisfied
        let deadline = deadline(of: period)
        let isOver = isBroken && !after.isGoing && deadline.microseconds <= end
        let isClosed = next != nil || now >= instants.upperBound
        let verdict: AccountedPeriod.Verdict =
            if !isClosed {
                isSatisfied ? .satisfiedSoFar : .open(cover: period.before.isGoing ? .broken : nil)
            } else {
                .ended(
                    isSatisfied
                        ? .satisfied : isOver ? .broken : after.isGoing ? .amnesty : .idle
                )
            }
        return AccountedPeriod(
            dates: dates(of: instants),
            instants: instants,
            zone: zones.zone(at: instants.lowerBound),
            verdict: verdict,
            progress: period.tally.telling,
            rule: timeline.rule(telling: period.tally, among: tallied(in: period.opens)),
            satisfiedAt: period.tally.satisfiedAt,
            length: period.before.length + (isSatisfied ? 1 : 0),
            lengthAfter: after.length,
            freezes: 0,
            corrections: resets.filter { $0 >= instants.lowerBound && $0.microseconds < end }
                .map { AccountedCorrection(at: $0, kind: .reset, length: 0, takenBackAt: nil) },
            restoredAt: nil,
            brokenAt: isOver ? deadline : nil,
            lived: nil,
            rules: Array(timeline.inForce(during: instants)),
            amnesty: verdict == .ended(.amnesty) ? amnesty(covering: period) : nil
        )
    }
}
