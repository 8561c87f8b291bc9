"""Federation, association, enterprise, station, provider, bureau: one entity with a status and a coverage."""
