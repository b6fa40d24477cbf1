tertial_test(
  NAME workforce.unit.registers
  SRCS generated_register_test.cc person_keys_test.cc register_rows_test.cc
       register_rules_test.cc
  DEPS tertial_workforce_registers tertial_testing_registers)
