tertial_test(NAME workforce.unit.query_handler SRCS query_handler_test.cc
             DEPS tertial_workforce_registers_service tertial_workforce_service)
