# What R's survey package says of answers.csv: `Rscript estimates.R answers.csv > estimates.csv`.
suppressMessages(library(survey))
options(survey.lonely.psu = "adjust", digits = 12)
answers <- read.csv(commandArgs(TRUE)[1], na.strings = "", colClasses = "character")
answers$weight <- as.numeric(answers$weight)
answers$population <- as.numeric(answers$population)

designs <- list(
  weighted = svydesign(ids = ~1, weights = ~weight, data = answers),
  strata = svydesign(ids = ~1, strata = ~stratum, weights = ~weight, data = answers),
  whole = svydesign(ids = ~firm_ref, strata = ~stratum, weights = ~weight, fpc = ~population, data = answers)
)
say <- function(...) cat(paste(..., sep = ","), "\n", sep = "")
number <- function(values) formatC(values, digits = 10, format = "g")

say("kind", "design", "rows", "columns", "row", "column", "estimate", "se", "low", "high")
for (name in names(designs)) {
  for (question in c("F7", "F9", "F14")) {
    for (programme in c("", "consortium", "ec")) {
      kept <- !is.na(answers[[question]]) & (programme == "" | answers$programme == programme)
      part <- subset(designs[[name]], kept)
      for (level in sort(unique(answers[[question]][kept]))) {
        share <- svyciprop(as.formula(sprintf("~I(%s == '%s')", question, level)), part,
                           method = "logit", df = degf(part))
        say("share", name, question, if (programme == "") "" else "programme", level, programme,
            number(coef(share)), number(SE(share)), number(attr(share, "ci")[1]), number(attr(share, "ci")[2]))
      }
    }
  }
  test <- svychisq(~F7 + programme, designs[[name]], statistic = "F")
  say("test", name, "F7", "programme", "", "", number(test$statistic), "", number(test$parameter[[2]]),
      number(test$p.value))
  by <- svyby(~I(F7 == "yes"), ~programme, designs[[name]], svymean, covmat = TRUE)
  names <- names(coef(by))[grep("TRUE", names(coef(by)))]
  for (kind in c("difference", "log_ratio")) {
    form <- if (kind == "difference") "`%s` - `%s`" else "log(`%s` / `%s`)"
    made <- svycontrast(by, parse(text = sprintf(form, names[2], names[1]))[[1]])
    say(kind, name, "F7", "programme", "yes", "ec", number(coef(made)), number(SE(made)), "", "")
  }
}
