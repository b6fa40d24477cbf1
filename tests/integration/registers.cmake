tertial_test(
  NAME workforce.integration.registers
  SRCS registers_persons_test.cc registers_upload_test.cc
  DEPS tertial_workforce_registers_service tertial_workforce_service tertial_server
       tertial_testing_planted
  TIMEOUT 180)

tertial_test(
  NAME workforce.integration.cubes
  SRCS cubes_policy_test.cc cubes_publication_test.cc
  DEPS tertial_workforce_cubes_service tertial_workforce_registers_service
       tertial_workforce_service tertial_testing_planted tertial_testing_registers tertial_server
  TIMEOUT 300)
