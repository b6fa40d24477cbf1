"""What the check of the example finds, each looked at in the report's own text and found to be true."""

HOUSING = "indicators/housing.completed"
SHARES = "indicators/housing.completed-share-by-type/observations"
RELEASE = "inventoryReleases/miljodirektoratet-2025/emissions"

# (severity, rule, period, first place, what stands there, what was computed): why it is true.
EXPLAINED = {
    # 1 of the README: new dwellings in 2023.
    ("ERROR", "new-dwellings", "2023", f"{HOUSING}/observations/2023", "696", "699"):
        "Line 319 has 696 completed dwellings in 2023, the indicator table on line 1260 has 699.",
    ("ERROR", "claim", "2024", "claims/c035", "696", "699"):
        "The same two places, as the text claims them to agree.",
    ("ERROR", "dwellings-by-type", "2023", f"{HOUSING}/observations/2023", "696", "699"):
        "The table by type (lines 330-332) has 463, 100 and 136: 699, as the indicator table, not 696.",
    ("ERROR", "dwelling-share-apartment", "2023", f"{SHARES}/2023~dwelling-type.apartment", "66", "66.52"):
        "463 of 696 are 66.52 %, which is 67; 66 % is their share of 699. The same contradiction again.",
    ("ERROR", "dwelling-share-detached", "2023", f"{SHARES}/2023~dwelling-type.detached", "19", "19.54"):
        "136 of 696 are 19.54 %, which is 20; 19 % is their share of 699.",
    # 2: emissions of road traffic.
    ("ERROR", "claim", "2024", "claims/c106", "-9.8", "-9.7"):
        "124 968 t became 112 787 t, -9.747 %; line 1549 says -9.8 %, two other chapters -9.7 %.",
    # 3: the carbon footprint per resident.
    ("ERROR", "claim", "2024", "claims/c112", "12.7", "10.4"):
        "Line 1556 has 12.7 t, line 2056 has 10.42 t, and both name one source.",
    # 4: FTEs of Velferd.
    ("ERROR", "claim", "2024", "claims/e-welfare-2024", "1836.7", "1836.6"):
        "Its chapter (line 2972) has 1836.7, the overview (line 2415) 1836.6.",
    ("ERROR", "claim", "2024", "claims/w-fte-change", "-83.5", "-83.4"):
        "Its chapter states a change of -83.5; the figures beside it, 1920.1 and 1836.7, differ by -83.4. "
        "-83.5 is what the overview's 1836.6 gives: the chapter mixes both.",
    # 5: case 41/22.
    ("ERROR", "number-repeated", "", "cases/ks-41-2022", "", ""):
        "41/22 of the council stands for the plan on kindergartens (15 June 2021) and that on culture (4 April 2022).",
    ("WARNING", "case-year", "", "cases/ks-41-2022", "", ""):
        "A case of 2022 by its number, decided on 15 June 2021: the case and the plan say so.",
    ("ERROR", "claim", "2024", "claims/c165", "2021", "2022"):
        "The same statement in the text: adopted 15 June 2021 as case 41/22.",
    ("ERROR", "claim", "2024", "claims/c166", "1", "2"):
        "Two plans name case 41/22.",
    # 6: the label of 61.8 %.
    ("WARNING", "part-time-label", "2024", "areas/norge/figures/part-time-share~2024", "61.8", "35.8"):
        "A part-time share of 61.8 % beside a full-time share of 64.2 % in Asker: by that, about 35.8 would be "
        "expected. It is near what completes that to 100, so it may be the full-time share.",
    # 7: the residual of population growth, growth less birth surplus and net migration: -2, -21, -5, +5.
    ("INFO", "population-growth", "2021", "indicators/population.growth/observations/2021", "1173", "1175"):
        "Growth is the difference of two populations: the residual of -2 is in the definition.",
    ("INFO", "population-growth", "2022", "indicators/population.growth/observations/2022", "1696", "1717"):
        "Likewise -21.",
    ("INFO", "population-growth", "2023", "indicators/population.growth/observations/2023", "1031", "1036"):
        "Likewise -5.",
    ("INFO", "population-growth", "2024", "indicators/population.growth/observations/2024", "1677", "1672"):
        "Likewise +5.",
    # What the README does not name.
    ("ERROR", "dwellings-by-type", "2022", f"{HOUSING}/observations/2022", "833", "831"):
        "The table by type has 533, 113 and 185: 831, and 833 are completed. It has no other type.",
    ("ERROR", "dwellings-by-type", "2024", f"{HOUSING}/observations/2024", "690", "684"):
        "438, 99 and 147 are 684, and 690 are completed.",
    ("ERROR", "dwelling-shares", "2024", f"{SHARES}/2024~dwelling-type.apartment", "100", "98"):
        "63, 14 and 21 % are 98 %: more is missing than three roundings allow. They are shares of 690, and the "
        "types add up to 684.",
    ("ERROR", "dwellings-mean", "2024", "indicators/housing.completed-average/observations/2024", "741", "739.67"):
        "833, 696 and 690 have the mean 739.67, not 741; with 699 it would be 740.67. The table was made with it.",
    ("INFO", "count-and-list", "", "plans/sustainable-housing", "4", "3"):
        "Four focus areas (line 518), and its chapter reports under three headings (from line 5288 on).",
    ("INFO", "count-and-list", "", "plans/water", "10", "8"):
        "Ten focus areas (line 486), and its chapter reports under eight headings (from line 4496 on).",
    # The climate accounts are printed in part only: what their sums lack.
    ("INFO", "inventory", "2021", "inventoryReleases/asker-own-2024/emissions/all~2021", "", ""):
        "The municipality's building sites were not measured in 2021.",
    ("INFO", "inventory", "2021", f"{RELEASE}/all~2021", "", ""):
        "Of the sectors only road traffic is printed, and a part of other mobile combustion in other years.",
    ("INFO", "inventory", "2022", f"{RELEASE}/all~2022", "", ""): "Likewise.",
    ("INFO", "inventory", "2023", f"{RELEASE}/all~2023", "", ""): "Likewise.",
    ("INFO", "inventory", "2024", f"{RELEASE}/all~2024", "", ""):
        "Likewise, and road traffic is pending: figures of 2024 come in 2026.",
    ("INFO", "inventory", "2022", f"{RELEASE}/other-mobile-combustion~2022", "", ""):
        "Building and construction is printed, other mobile combustion, of which it is a part, is not.",
    ("INFO", "inventory", "2023", f"{RELEASE}/other-mobile-combustion~2023", "", ""): "Likewise.",
}

# What is no contradiction. Growth of Oslo over three years (3.5 % printed, 3.44 % from rounded yearly rates);
# job coverage (75.49 % from figures in hundreds, 76 % printed); maintenance (139 NOK paid, 145 NOK in the
# prices of a later year); parts below a total (building and construction, road traffic and all emissions).
NOT_ACCUSED = ("population.growth-rate", "employment.job-coverage", "employment.commute", "building-maintenance",
               "maintenance-expenditure", "emissions/building-and-construction~")
