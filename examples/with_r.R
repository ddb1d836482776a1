# How many quotes of each type does each outlet have? With R, from the CSV of one table and the JSON of another.
# Needs the package jsonlite (Debian: r-cran-jsonlite).
given <- commandArgs(trailingOnly = TRUE)
site <- if (length(given)) given[1] else "http://127.0.0.1:8001"

quotes <- read.csv(paste0(site, "/readout/quotes.csv?_raw=on"), encoding = "UTF-8", na.strings = "")
articles <- jsonlite::fromJSON(paste0(site, "/readout/articles.json?_shape=array&_size=max"))

both <- merge(quotes, articles[c("id", "outlet")], by.x = "article", by.y = "id")
counts <- aggregate(id ~ outlet + type, data = both, FUN = length)
counts <- counts[order(counts$outlet, counts$type, method = "radix"), ]
cat(paste(counts$outlet, counts$type, counts$id), sep = "\n")
