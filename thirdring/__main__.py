from thirdring.cli import main

main()
