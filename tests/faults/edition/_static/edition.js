document.documentElement.dataset.depth = "evidence";
