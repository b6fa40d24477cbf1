#include "tests/fuzz/upload_input.h"

#include <string>

#include "google/protobuf/stubs/logging.h"
#include "tests/fuzz/input.h"

namespace tertial::fuzz {
namespace {

namespace v1 = workforce::v1;

constexpr int kMostMessages = 4;
constexpr int kMostRows = 12;

std::string PersonKey(Input& input) {
  return input.Text({"zqP1", "zqP2", "zqP3", "zqP4", "zq Nordmann", "01017000027", "010170 00027",
                     "zq01017000027", ""});
}
std::string Unit(Input& input, bool required) {
  return required ? input.Text({"areas/asker/units/a", "areas/asker/units/b", "areas/3203/units/a",
                                "areas/asker/units/closed", "areas/asker/units/late",
                                "areas/asker/units/zq", "areas/3201/units/a", "zq", ""})
                  : input.Text({"", "areas/asker/units/a", "areas/asker/units/closed",
                                "areas/asker/units/zq", "areas/3201/units/a", "zq"});
}
std::string FirstDay(Input& input) {
  return input.Text({"2020-01-01", "2024-03-01", "2024-03-10", "2023-01-01", "1900-01-01",
                     "1899-12-31", "2101-01-01", "2024-02-30", "zq", "01017000027", ""});
}
std::string LastDay(Input& input) {
  return input.Text({"", "2024-03-20", "2024-12-31", "2022-12-31", "2100-12-31", "2019-12-31",
                     "2101-01-01", "zq", "01017000027"});
}
std::string Percent(Input& input) {
  return input.Text({"100", "50", "37.5", "0.01", "0", "100.01", "-1", "33.333",
                     "99999999999999999999", "1e2", "zq", ""});
}

void FillPosition(Input& input, v1::PositionRow& row) {
  row.set_person_key(PersonKey(input));
  row.set_unit(Unit(input, /*required=*/true));
  row.set_percent(Percent(input));
  row.set_from(FirstDay(input));
  row.set_to(LastDay(input));
  row.set_kind(static_cast<v1::PositionKind>(input.Choice({1, 2, 3, 4, 0, 9, -1})));
  row.set_sex(static_cast<v1::Sex>(input.Choice({2, 3, 1, 0, 9})));
  row.set_birth_years(
      input.Text({"1975-1979", "1980-1984", "1975", "1976-1980", "2100-2104", "zq", ""}));
  row.set_occupation_group(input.Text({"", "2320", "5322", "Kari Nordmann"}));
  row.set_education(static_cast<v1::EducationLevel>(input.Choice({0, 1, 4, 9})));
}

void FillAbsence(Input& input, v1::AbsenceRow& row) {
  row.set_person_key(PersonKey(input));
  row.set_from(FirstDay(input));
  row.set_to(LastDay(input));
  row.set_degree(Percent(input));
  row.set_kind(static_cast<v1::AbsenceKind>(input.Choice({1, 2, 3, 0, 9})));
  row.set_basis(static_cast<v1::CertificationBasis>(input.Choice({2, 1, 0, 3, 4, 9})));
  row.set_unit(Unit(input, /*required=*/false));
}

void FillOptions(Input& input, v1::UploadOptions& options) {
  options.set_area(input.Text({"areas/asker", "areas/3203", "areas/3201", "areas/nowhere", ""}));
  options.set_mode(static_cast<v1::UploadMode>(input.Choice({1, 2, 0, 9})));
  options.set_extract_date(
      input.Text({"2024-12-31", "2022-12-31", "2025-02-02", "1899-12-31", "2024", ""}));
  for (int columns = input.Next() % 4; columns > 0; --columns) {
    options.add_columns(input.Text({"person_key", "unit", "Etternavn", "zqP1", "01017000027"}));
  }
  options.set_retention_months(input.Choice({0, 1, 60, 61, -1}));
  options.set_request_id(input.Text({"", "file-1", "file-2"}));
  options.set_validate_only(input.Choice({false, false, false, true}));
}

std::vector<v1::UploadRegisterRequest> Chosen(Input input) {
  std::vector<v1::UploadRegisterRequest> messages;
  const int count = 1 + input.Next() % kMostMessages;
  for (int i = 0; i < count; ++i) {
    v1::UploadRegisterRequest& message = messages.emplace_back();
    // Options first and only there, the end last and only there; now and then not.
    const bool is_wrong = input.Next() % 16 == 15;
    if ((i == 0) != is_wrong) FillOptions(input, *message.mutable_options());
    for (int rows = input.Next() % kMostRows; rows > 0; --rows) {
      v1::RegisterRow& row = *message.add_rows();
      switch (input.Next() % 8) {
        case 7:
          break;
        case 1:
        case 3:
        case 5:
          FillAbsence(input, *row.mutable_absence());
          break;
        default:
          FillPosition(input, *row.mutable_position());
      }
    }
    message.set_end_of_rows((i + 1 == count) != (input.Next() % 16 == 15));
  }
  return messages;
}

std::vector<v1::UploadRegisterRequest> Sent(Input input) {
  const google::protobuf::LogSilencer silencer;  // of what cannot be parsed
  std::vector<v1::UploadRegisterRequest> messages;
  while (!input.empty()) {
    const size_t high = input.Next();
    const std::string bytes(input.Take(high << 8 | input.Next()));
    if (!messages.emplace_back().ParseFromString(bytes)) return {};
  }
  return messages;
}

}  // namespace

std::vector<v1::UploadRegisterRequest> UploadOf(absl::string_view input) {
  Input rest(input);
  if (rest.Next() > 127) return Sent(rest);
  return Chosen(rest);
}

}  // namespace tertial::fuzz
