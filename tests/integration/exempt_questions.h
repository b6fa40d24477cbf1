// Valid questions for every method that the politics service serves, asked in an area with exempt
// cases (exempt_area.h).
#ifndef TERTIAL_TESTS_INTEGRATION_EXEMPT_QUESTIONS_H_
#define TERTIAL_TESTS_INTEGRATION_EXEMPT_QUESTIONS_H_

#include <cstdint>
#include <string>
#include <vector>

#include "tests/testing/method_caller.h"

namespace tertial::politics {

// The contracts of the service itself, and those that every data service has.
const std::vector<std::string>& OwnContracts();
const std::vector<std::string>& SharedContracts();

// What a caller may hold in hands that was made for another.
struct Tokens {
  std::vector<std::string> pages;
  std::vector<std::string> feeds;
  std::vector<std::string> exports;
};

// Valid questions for every method but those that write: about what is there, about exempt content
// and about what never was, at every state up to `head`, with all sizes of pages, by words, and
// with the tokens of others.
std::vector<testing::Question> ReadQuestions(int64_t head, const Tokens& tokens);
// The same for the methods that write; those that only ask whether they might come first.
std::vector<testing::Question> WriteQuestions(int64_t head, const std::string& backup_directory);

}  // namespace tertial::politics

#endif  // TERTIAL_TESTS_INTEGRATION_EXEMPT_QUESTIONS_H_
