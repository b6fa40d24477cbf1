// The statements of follow-ups and searches, and the columns of their rows: for the client that
// receives rows (politics_pg.h) and for the server that makes answers of them.
#ifndef TERTIAL_TESTS_BENCH_POLITICS_SQL_H_
#define TERTIAL_TESTS_BENCH_POLITICS_SQL_H_

namespace tertial::bench {

// Parameters: area, body, day, how many. A row has all that a line of the list shows: the
// follow-up, its latest event up to the day, what the latest events that say anything say, and the
// case it was decided in.
extern const char kFollowUpsSql[];

enum FollowUpColumn {
  // The follow-up as it is recorded.
  kFollowUpId,
  kFollowUpTitles,
  kFollowUpOrder,
  kFollowUpSummaries,
  kFollowUpLatestEvent,
  kFollowUpEventSource,
  kFollowUpTreatments,
  kFollowUpKind,
  kFollowUpDecidedIn,
  kDecidedBy,
  kFollowUpAdopted,
  kFollowUpWordings,
  kFollowUpOwner,
  kFollowUpHandler,
  kFollowUpDue,
  kFollowUpDecidedLast,
  // How many events it has; NULL: none.
  kEvents,
  // The latest up to the day. NULL: there is none.
  kEventId,
  kEventKind,
  kEventDate,
  kEventLastDay,
  kEventOwner,
  kEventHandler,
  kEventDue,
  kEventEvidence,
  kEventRemarks,
  // What holds on the day.
  kDue,
  kOwner,
  kHandler,
  kRemarks,
  kOverdue,
  // The case. NULL: it names none.
  kCaseBody,
  kCaseMeeting,
  kCaseDate,
  kCaseYear,
  kCaseSequence,
  kCaseTitles,
  // Where the follow-up has no wordings.
  kCaseDecisions,
  kCaseExemption,
  kCaseReview,
};

// Parameters: area, query, how many. As soon as there are enough, the next table is not looked at.
// Cases first, then follow-ups, then matters, each by id.
extern const char kSearchSql[];

enum HitColumn {
  kHitKind,
  kHitId,
  kHitTitles,
  kHitExcerpt,
  kHitBody,
  kHitDate,
  kHitYear,
  kHitSequence
};

// What treatments are written as in one column: "body|date;body|date".
inline constexpr char kBetweenTreatments = ';';
inline constexpr char kInTreatment = '|';

}  // namespace tertial::bench

#endif  // TERTIAL_TESTS_BENCH_POLITICS_SQL_H_
